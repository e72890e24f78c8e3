//! SARIF 2.1.0, which code hosts and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use rwstate_diagnostics::CODES;
use serde::Serialize;
use serde_json::Result;

use crate::finding::{Finding, Place};

#[derive(Serialize)]
struct Log<'f> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'f>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'f> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult<'f>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    name: &'static str,
    short_description: Message,
    help_uri: String,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'f> {
    rule_id: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

pub(super) fn text<'f>(findings: impl Iterator<Item = &'f Finding>) -> Result<String> {
    let rules = CODES.iter().map(|code| Rule {
        id: code.to_string(),
        name: code.name(),
        short_description: Message { text: code.summary().into() },
        help_uri: format!("docs/diagnostics/{}", code.page()),
    });
    let driver =
        Driver { name: "rwstate", version: env!("CARGO_PKG_VERSION"), rules: rules.collect() };
    let run = Run {
        tool: Tool { driver },
        column_kind: "utf16CodeUnits",
        results: findings.map(result).collect(),
    };
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    Ok(serde_json::to_string_pretty(&Log { schema, version: "2.1.0", runs: [run] })? + "\n")
}

fn result(finding: &Finding) -> SarifResult<'_> {
    let Finding { code, severity, message, file, labels, help, .. } = finding;
    let (first, others) = labels.split_first().unzip();
    let help = help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    SarifResult {
        rule_id: code,
        rule_index: CODES.iter().position(|it| it.to_string() == *code),
        // The levels of SARIF have the same names.
        level: severity,
        message: Message { text: format!("{message}{help}") },
        locations: [location(file, first)],
        related_locations: others
            .into_iter()
            .flatten()
            .map(|place| Location {
                message: Some(Message { text: place.text.clone() }),
                ..location(file, Some(place))
            })
            .collect(),
    }
}

fn location(file: &str, place: Option<&Place>) -> Location {
    let region = place.map(|place| Region {
        start_line: place.line,
        start_column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    });
    let artifact_location = ArtifactLocation { uri: uri(file) };
    Location { physical_location: PhysicalLocation { artifact_location, region }, message: None }
}

/// A path as a reference that URIs may hold: <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>
fn uri(path: &str) -> String {
    // A `:` is encoded as well: in the first segment it would end a scheme.
    path.bytes()
        .map(|byte| match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
