//! The HTML page in a browser: light and dark, without a network, its filters, and what it shows of a case.

use contractc::conformance::report;
use serde_json::Value;

use crate::browser::Browser;
use crate::{reports, support};

/// The page in a browser, or nothing where there is none.
fn browser(test: &str) -> Option<(Browser, tempfile::TempDir)> {
    let program = support::CHROMIUM.find(test)?;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("report.html"), report::html(&reports::outcome())).unwrap();
    let mut browser = Browser::start(&program);
    browser.look("light", 1000);
    browser.open(&format!("file://{}/report.html", folder.path().display()));
    Some((browser, folder))
}

/// The rows that are shown, as `outcome actor provider`.
fn rows(browser: &mut Browser) -> Vec<String> {
    let found = browser.value(
        "[...document.querySelectorAll('.case')].filter((item) => item.checkVisibility()).map(({ dataset }) => \
         [dataset.outcome, dataset.actor, dataset.provider].join(' ').trim())",
    );
    let found = found.as_array().expect("a list");
    found.iter().map(|row| row.as_str().unwrap_or_default().to_owned()).collect()
}

/// Chooses in a filter, as a person does.
fn choose(browser: &mut Browser, filter: &str, value: &str) {
    let chosen = browser.value(&format!(
        "{{ const one = document.forms.filters.elements['{filter}']; one.value = '{value}'; \
         one.dispatchEvent(new Event('input', {{ bubbles: true }})); one.value }}"
    ));
    assert_eq!(chosen, value, "{filter} has no {value}");
}

#[test]
fn it_needs_no_network_and_has_no_errors() {
    let Some((browser, _folder)) = browser("it_needs_no_network_and_has_no_errors") else { return };
    let requested: Vec<&Value> = browser
        .events
        .iter()
        .filter(|(name, _)| name == "Network.requestWillBeSent")
        .map(|(_, event)| &event["request"]["url"])
        .collect();
    assert!(
        requested.len() == 1 && requested[0].as_str().unwrap().starts_with("file://"),
        "{requested:?}"
    );
    for (name, event) in &browser.events {
        assert!(
            !matches!(name.as_str(), "Runtime.exceptionThrown" | "Log.entryAdded"),
            "{name} {event}"
        );
    }
}

#[test]
fn it_can_be_read_in_light_and_in_dark() {
    let Some((mut browser, _folder)) = browser("it_can_be_read_in_light_and_in_dark") else {
        return;
    };
    // The contrast of each text with what it stands on, as WCAG has it, and how light the page is.
    let measured = "{
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const channels = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
      };
      const luminance = (colour) => {
        const [r, g, b] = channels(colour).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const colour = getComputedStyle(at).backgroundColor;
          if (channels(colour)[3] > 0) return colour;
        }
        return 'white';
      };
      document.querySelectorAll('details').forEach((one) => { one.open = true; });
      const texts = [...document.querySelectorAll('body *')].filter((one) =>
        !['SCRIPT', 'OPTION'].includes(one.tagName) && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
      const contrasts = texts.map((one) => {
        const [a, b] = [luminance(getComputedStyle(one).color), luminance(ground(one))];
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), one.outerHTML.slice(0, 80)];
      });
      [luminance(ground(document.body)), texts.length, ...contrasts.sort((a, b) => a[0] - b[0])[0]]
    }";
    for (scheme, light) in [("light", true), ("dark", false)] {
        browser.look(scheme, 1000);
        let found = browser.value(measured);
        let number = |at: usize| found[at].as_f64().unwrap();
        assert_eq!(number(0) > 0.5, light, "{scheme}: {found}");
        assert!(number(1) > 50.0 && number(2) >= 4.5, "{scheme}: {found}");
    }
}

#[test]
fn nothing_lies_beside_a_narrow_window() {
    let Some((mut browser, _folder)) = browser("nothing_lies_beside_a_narrow_window") else {
        return;
    };
    for width in [360, 1000] {
        browser.look("light", width);
        browser
            .value("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
        let widest = browser.value("document.documentElement.scrollWidth");
        assert!(widest.as_u64().unwrap() <= width.into(), "{widest} of {width}");
    }
}

#[test]
fn the_filters_choose_by_language_and_outcome() {
    let Some((mut browser, _folder)) = browser("the_filters_choose_by_language_and_outcome") else {
        return;
    };
    let all = rows(&mut browser);
    let count = |rows: &[String], row: &str| rows.iter().filter(|found| *found == row).count();
    let failed = count(&all, "failed harness zig");
    assert!(failed > 3 && count(&all, "skipped tinygo zig") == 1, "{all:?}");
    assert!(count(&all, "passed") > 0 && count(&all, "failed go rust") == 1, "{all:?}");

    choose(&mut browser, "outcome", "failed");
    let rows_now = rows(&mut browser);
    assert!(rows_now.len() == failed + 1 && rows_now.iter().all(|row| row.starts_with("failed")));
    let said = browser.value("document.getElementById('shown').textContent");
    assert_eq!(said, format!("{} of {} rows shown", rows_now.len(), all.len()));

    choose(&mut browser, "actor", "go");
    assert_eq!(rows(&mut browser), ["failed go rust"]);
    choose(&mut browser, "provider", "zig");
    assert!(rows(&mut browser).is_empty());
    choose(&mut browser, "actor", "");
    assert_eq!(count(&rows(&mut browser), "failed harness zig"), failed);
    // No case passed there.
    choose(&mut browser, "outcome", "passed");
    choose(&mut browser, "actor", "tinygo");
    assert!(rows(&mut browser).is_empty());

    browser.value("document.querySelector('[type=reset]').click(); new Promise((done) => setTimeout(done, 50))");
    assert_eq!(rows(&mut browser), all);
    // A cell of the table chooses its pair.
    browser.value("document.querySelector('#matrix button[data-actor=go]').click()");
    assert!(rows(&mut browser).iter().all(|row| row == "failed go rust" || row == "passed"));
    browser.value("document.querySelector('[type=reset]').click(); new Promise((done) => setTimeout(done, 50))");
    choose(&mut browser, "text", "VALUE.NAME=");
    let found = rows(&mut browser);
    assert!(!found.is_empty() && found.len() < all.len(), "{found:?}");
}

#[test]
fn a_case_shows_its_payloads_in_hex_and_decoded() {
    let Some((mut browser, _folder)) = browser("a_case_shows_its_payloads_in_hex_and_decoded")
    else {
        return;
    };
    let told = "(selector) => {
      const item = document.querySelector(selector);
      item.querySelector('summary').click();
      const rows = [...item.querySelectorAll('dt')].map((row) =>
        [row.textContent, [...row.nextElementSibling.children].map((part) => part.innerText)]);
      return Object.fromEntries(rows);
    }";
    let row = browser.value(&format!("({told})('.case.failed')"));
    for name in ["request", "expected", "found"] {
        let parts: Vec<&str> =
            row[name].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect();
        let [hex, value] = parts[..] else { panic!("{name}: {row}") };
        assert!(hex.starts_with("de 00 11 a5 66 69 72 73 74 00 "), "{name}: {row}");
        assert!(value.starts_with("{first: 0, second: 0, "), "{name}: {row}");
    }
    let marked = browser.value("document.querySelectorAll('.case.failed mark').length");
    assert!(marked.as_u64() >= Some(2), "{marked}");
    let row = browser.value(&format!("({told})('.case.passed')"));
    assert!(row["result"][0].as_str().is_some_and(|hex| hex.len() >= 2), "{row}");
}
