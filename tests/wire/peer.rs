//! The oracle against rmp-serde: both write, each reads what the other wrote.

use std::collections::BTreeMap;

use contractc::ir::{Type, TypeId};
use contractc::wire::plan::codec;
use contractc::wire::{Codec, Plan, TopLevel, TypePlan, Value};
use serde::de::DeserializeSeed;

use crate::bridge::{Of, Typed};
use crate::random::{Random, Values, contract};

const CONTRACTS: u64 = 150;
const VALUES: usize = 80;

/// Holds the oracle to rmp-serde over random contracts, with its plans as `plant` leaves them. Returns how many values of each kind.
fn hold(plant: &dyn Fn(&mut Plan)) -> Result<(usize, BTreeMap<String, usize>), String> {
    let (mut total, mut kinds) = (0, BTreeMap::new());
    for seed in 0..CONTRACTS {
        let mut random = Random(seed);
        let contract = contract(&mut random);
        let mut plan = Plan::of(&contract);
        plant(&mut plan);
        for at in 0..VALUES {
            let ty = Type::Named(TypeId(1 + random.below(contract.types.len() - 1)));
            let narrow = at % 2 == 0;
            let mut values =
                Values { contract: &contract, random: &mut random, narrow, kinds: &mut kinds };
            let value = values.of(&ty, 0);
            let top = TopLevel { root: "Root".to_owned(), codec: codec(&contract, &ty) };
            let place = |what: &str| format!("seed {seed}, value {at}: {what}");

            let ours = plan.encode(&top, &value).map_err(|error| place(&error))?;
            let theirs = rmp_serde::to_vec(&Typed(&contract, &ty, &value)).unwrap();
            if narrow && ours != theirs {
                return Err(place("the bytes differ"));
            }
            let mut from = rmp_serde::Deserializer::new(&ours[..]);
            let read = Of(&contract, &ty).deserialize(&mut from);
            if read.map_err(|error| place(&error.to_string()))? != value {
                return Err(place("rmp-serde reads another value"));
            }
            if plan.decode(&top, &theirs).map_err(|error| place(&error))? != value {
                return Err(place("the oracle reads another value"));
            }
            total += 1;
        }
    }
    Ok((total, kinds))
}

#[test]
fn the_oracle_and_rmp_serde_agree() {
    let (total, kinds) = hold(&|_| ()).unwrap();
    assert!(total >= 10_000, "{total} values");
    for kind in contractc::ir::Scalar::ALL
        .map(contractc::ir::Scalar::name)
        .into_iter()
        .chain(["optional", "list", "map", "struct", "enum", "union"])
    {
        let count = kinds.get(kind).copied().unwrap_or_default();
        assert!(count >= 1000, "{count} of {kind}");
    }
}

/// Changes every codec of a plan.
fn each(plan: &mut Plan, change: &dyn Fn(&mut Codec)) {
    fn inner(codec: &mut Codec, change: &dyn Fn(&mut Codec)) {
        match codec {
            Codec::Optional(of) | Codec::List(of) => inner(of, change),
            Codec::Map(key, of) => {
                inner(key, change);
                inner(of, change);
            }
            _ => {}
        }
        change(codec);
    }
    for ty in &mut plan.types {
        match ty {
            TypePlan::Struct(plan) => {
                plan.fields.iter_mut().for_each(|field| inner(&mut field.codec, change));
            }
            TypePlan::Union(plan) => {
                plan.members.iter_mut().for_each(|member| inner(&mut member.1, change));
            }
            TypePlan::Enum(_) => {}
        }
    }
}

#[test]
fn a_wrong_codec_fails_the_same_test() {
    let swap = |from: Codec, to: Codec| {
        move |plan: &mut Plan| {
            each(plan, &|codec| {
                if *codec == from {
                    *codec = to.clone();
                }
            });
        }
    };
    let structs = |change: fn(&mut contractc::wire::RecordPlan)| {
        move |plan: &mut Plan| {
            for ty in &mut plan.types {
                if let TypePlan::Struct(record) = ty {
                    change(record);
                }
            }
        }
    };
    type Fault = Box<dyn Fn(&mut Plan)>;
    let faults: Vec<(&str, Fault)> = vec![
        ("signed as unsigned", Box::new(swap(Codec::Signed(32), Codec::Unsigned(32)))),
        ("i16 as i8", Box::new(swap(Codec::Signed(16), Codec::Signed(8)))),
        ("f64 as f32", Box::new(swap(Codec::F64, Codec::F32))),
        ("f32 as f64", Box::new(swap(Codec::F32, Codec::F64))),
        ("bytes as a list", Box::new(swap(Codec::Bytes, Codec::BytesAsArray))),
        ("fields in another order", Box::new(structs(|record| record.fields.reverse()))),
        (
            "a key in another case",
            Box::new(structs(|record| {
                for field in &mut record.fields {
                    field.key = field.key.to_uppercase();
                }
            })),
        ),
        (
            "enums by position",
            Box::new(|plan: &mut Plan| {
                for ty in &mut plan.types {
                    if let TypePlan::Enum(plan) = ty {
                        (0..).zip(&mut plan.values).for_each(|(at, value)| value.1 = at);
                    }
                }
            }),
        ),
        (
            "the wrong member",
            Box::new(|plan: &mut Plan| {
                for ty in &mut plan.types {
                    if let TypePlan::Union(plan) = ty {
                        plan.members.reverse();
                    }
                }
            }),
        ),
        (
            "a lost None",
            Box::new(|plan: &mut Plan| {
                each(plan, &|codec| {
                    if let Codec::Optional(inner) = codec {
                        *codec = (**inner).clone();
                    }
                });
            }),
        ),
    ];
    for (name, plant) in faults {
        assert!(hold(&*plant).is_err(), "nothing noticed: {name}");
    }
}

#[test]
fn signed_integers_keep_their_signed_form() {
    let plan = Plan { contract: String::new(), types: Vec::new(), roles: Vec::new() };
    let top = |codec| TopLevel { root: String::new(), codec };
    for value in -40_000..70_000 {
        let bytes = plan.encode(&top(Codec::Signed(32)), &Value::Int(value)).unwrap();
        let unsigned = matches!(bytes[0], 0xcc..=0xcf);
        assert!(!unsigned, "{value} is written as unsigned");
        let shortest = match value {
            -32..128 => 1,
            -128..128 => 2,
            -32_768..32_768 => 3,
            _ => 5,
        };
        assert_eq!(bytes.len(), shortest, "{value}");
        assert_eq!(rmp_serde::from_slice::<i64>(&bytes).map(i128::from).ok(), Some(value));
    }
}
