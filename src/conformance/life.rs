//! What a provider answers beside its own operations: its descriptor, its health, and who is bound to it.

use super::cases::{Case, Maker, Rule, Subject};
use super::chain::{Chain, Mismatch, Step};
use crate::targets::descriptor::Descriptor;

/// nil
const NIL: &[u8] = &[0xc0];

/// The program that embeds the engine, as providers see it.
const SYSTEM: &str = "system";

/// The cases of a provider's life, in the order in which they are run on one instance.
#[must_use]
pub fn steps(subject: Subject<'_>, roles: &[usize]) -> Vec<Step> {
    let mut life = Life { subject, steps: Vec::new(), used: None };
    let operations = roles.iter().flat_map(|role| {
        let plans = subject.plan.roles[*role].iter().enumerate();
        plans.map(move |(at, plan)| (*role, at, plan))
    });
    life.used = operations.map(|(role, at, _)| (role, at)).next();
    life.tell();
    life.bind();
    life.steps
}

/// Runs the steps one after the other, and returns those that failed.
#[must_use]
pub fn run(subject: Subject<'_>, steps: &[Step], chain: &mut Chain) -> Vec<(Case, Mismatch)> {
    steps
        .iter()
        .filter_map(|step| {
            let mismatch = chain.step(subject.plan, step).err()?;
            Some((step.case.clone(), *mismatch))
        })
        .collect()
}

struct Life<'a> {
    subject: Subject<'a>,
    steps: Vec<Step>,
    /// The operation that is used.
    used: Option<(usize, usize)>,
}

impl Life<'_> {
    /// Descriptor and health.
    fn tell(&mut self) {
        let descriptor = Descriptor::of(self.subject.contract).to_msgpack();
        for (label, request) in [("empty", &[][..]), ("placeholder", b"\x81\xabplaceholder\xc2")] {
            let name = format!("descriptor, {label}");
            self.own(&name, "GetCapabilityDescriptor", request, Ok(descriptor.clone()), "default");
        }
        let fine = b"\x82\xa7healthy\xc3\xa7message\xa0".to_vec();
        for (label, request) in
            [("empty", &[][..]), ("placeholder", b"\x81\xabplaceholder\xc2"), ("anything", &[0xc1])]
        {
            let name = format!("health, {label}");
            self.own(&name, "HealthRequest", request, Ok(fine.clone()), "default");
        }
    }

    /// Two actors, bound, used, bound anew, unbound.
    fn bind(&mut self) {
        let bound = |actor: &str, forward: &str| configuration(actor, &[("forward", forward)]);
        self.use_as("before any binding", "MA", "default", Ok("default"));
        self.own("bind MA", "BindActor", &bound("MA", "first"), Ok(NIL.to_vec()), "default");
        self.use_as("bound", "MA", "default", Ok("first"));
        self.use_as("another actor, not bound", "MB", "default", Err("MB"));
        self.own("bind MB", "BindActor", &bound("MB", "second"), Ok(NIL.to_vec()), "default");
        self.use_as("two actors, the first", "MA", "default", Ok("first"));
        self.use_as("two actors, the second", "MB", "default", Ok("second"));
        self.use_as("another binding, not bound", "MA", "cache", Err("MA"));
        self.own("bind MA as cache", "BindActor", &bound("MA", "third"), Ok(NIL.to_vec()), "cache");
        self.use_as("another binding", "MA", "cache", Ok("third"));
        self.use_as("and the default one", "MA", "default", Ok("first"));
        self.own("bind MA again", "BindActor", &bound("MA", "fourth"), Ok(NIL.to_vec()), "default");
        self.use_as("bound again", "MA", "default", Ok("fourth"));
        let reserved =
            configuration("MC", &[("__wascc_issuer", "issuer"), ("__wascc_tags", "a,b")]);
        self.own("reserved values alone", "BindActor", &reserved, Ok(NIL.to_vec()), "default");
        self.use_as("without values of its own", "MC", "default", Ok("default"));
        for (label, payload, error) in [
            ("empty", &[][..], "CapabilityConfiguration: truncated"),
            ("nil", &[0xc0], "CapabilityConfiguration: expected map, found nil"),
            ("no module", b"\x81\xa6values\x80", "CapabilityConfiguration.module: missing field"),
        ] {
            let name = format!("bind, {label}");
            self.refused(&name, "BindActor", payload, error);
        }
        self.use_as("after what was refused", "MA", "default", Ok("fourth"));
        let plain = |actor| configuration(actor, &[]);
        self.own("unbind MA", "RemoveActor", &plain("MA"), Ok(NIL.to_vec()), "default");
        self.use_as("unbound", "MA", "default", Err("MA"));
        self.use_as("its other binding", "MA", "cache", Ok("third"));
        self.use_as("the other actor", "MB", "default", Ok("second"));
        self.own("unbind MA again", "RemoveActor", &plain("MA"), Ok(NIL.to_vec()), "default");
        self.own("unbind nobody", "RemoveActor", &plain("MX"), Ok(NIL.to_vec()), "default");
        self.own("bind MA anew", "BindActor", &bound("MA", "fifth"), Ok(NIL.to_vec()), "default");
        self.use_as("bound anew", "MA", "default", Ok("fifth"));
    }

    fn case(
        &self,
        label: &str,
        called: &str,
        request: &[u8],
        result: Result<Vec<u8>, String>,
    ) -> Case {
        Case {
            name: format!("{}/life, {label}", self.subject.module),
            rule: Rule::Life,
            operation: None,
            called: called.to_owned(),
            request: request.to_vec(),
            forwarded: None,
            answer: Err("nobody asks".to_owned()),
            result,
            exact: true,
        }
    }

    fn own(
        &mut self,
        label: &str,
        called: &str,
        request: &[u8],
        result: Result<Vec<u8>, String>,
        binding: &str,
    ) {
        let case = self.case(label, called, request, result);
        let (actor, binding) = (SYSTEM.to_owned(), binding.to_owned());
        self.steps.push(Step { case, actor, binding, towards: None });
    }

    /// An error, whose text is our own business.
    fn refused(&mut self, label: &str, called: &str, request: &[u8], error: &str) {
        let mut case = self.case(label, called, request, Err(error.to_owned()));
        case.exact = false;
        let (actor, binding) = (SYSTEM.to_owned(), "default".to_owned());
        self.steps.push(Step { case, actor, binding, towards: None });
    }

    /// A call of an actor, that is to go on to the binding `towards`, or to be refused, since the actor is not bound.
    fn use_as(&mut self, label: &str, actor: &str, binding: &str, towards: Result<&str, &str>) {
        let Some((role, at)) = self.used else { return };
        let plan = &self.subject.plan.roles[role][at];
        let (request, answer) = Maker::new(self.subject).typical(plan);
        let name = format!("{}/life, {label}", self.subject.module);
        let mut case =
            Case::judged(self.subject.plan, (role, at), name, Rule::Life, request, Ok(answer));
        if let Err(actor) = towards {
            case.forwarded = None;
            case.result = Err(format!("actor {actor} is not bound"));
        }
        self.steps.push(Step {
            case,
            actor: actor.to_owned(),
            binding: binding.to_owned(),
            towards: towards.ok().map(str::to_owned),
        });
    }
}

/// `CapabilityConfiguration`, as hosts write it.
fn configuration(actor: &str, values: &[(&str, &str)]) -> Vec<u8> {
    let short = |text: &str| {
        let length = u8::try_from(text.len()).unwrap_or(31);
        [&[0xa0 | length][..], text.as_bytes()].concat()
    };
    let count = u8::try_from(values.len()).unwrap_or(15);
    let mut bytes = vec![0x82];
    bytes.extend([short("module"), short(actor), short("values"), vec![0x80 | count]].concat());
    for (key, value) in values {
        bytes.extend([short(key), short(value)].concat());
    }
    bytes
}
