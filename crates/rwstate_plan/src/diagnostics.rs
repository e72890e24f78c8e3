//! Messages about the configuration and the state module, as named constructors.

use rwstate_diagnostics::{Code, Diagnostic};
use strsim::osa_distance;

use crate::OptionValue;

/// Reports a package whose state is kept where Vite serves it, and that an external package imports natively.
#[cold]
pub fn two_instances(environment: &str, external: &str, twice: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::EXTERNAL_DEPENDENT,
        format!(
            "`{external}` is external and depends on `{twice}`, of which Vite serves another instance: a context that code runs with \
             one of them is not there in the other"
        ),
    )
    .at(format!("environment {environment}"))
    .with_help(format!(
        "add \"{external}\" to `resolve.noExternal` of that environment, so that both are one"
    ))
}

/// Says that an option is unknown. `within` is the option that holds it, with a dot: `gate.`, or empty.
#[cold]
pub(crate) fn unknown_option(name: &str, within: &str, known: &[&str]) -> Diagnostic {
    let names = known.join(", ");
    let given = name.to_lowercase();
    // One slip: a letter too many, too few or another, or two that are swapped.
    let nearest = known.iter().find(|known| osa_distance(&known.to_lowercase(), &given) <= 1);
    let question = nearest.map(|known| format!("did you mean `{known}`? ")).unwrap_or_default();
    Diagnostic::error(
        Code::UNKNOWN_OPTION,
        format!("`{within}{name}` is not an option of statePlugin"),
    )
    .at(format!("statePlugin({{ {within}{name} }})"))
    .with_help(format!("{question}The options are: {names}"))
}

/// Says that an option has a value of another type.
#[cold]
pub(crate) fn wrong_type(name: &str, allowed: &str, given: &OptionValue) -> Diagnostic {
    Diagnostic::error(Code::INVALID_OPTION, format!("`{name}` must be {allowed}, not {given}"))
        .at(format!("statePlugin({{ {name} }})"))
        .with_help("leave it out for the default")
}

/// Says that a specifier cannot name the state module.
#[cold]
pub(crate) fn impossible_specifier(given: &str, reason: &str) -> Diagnostic {
    let given = OptionValue::String(given.into());
    Diagnostic::error(
        Code::INVALID_SPECIFIER,
        format!("{given} cannot name the state module: {reason}"),
    )
    .at("statePlugin({ specifier })")
    .with_help("give a subpath of a package, such as \"rwsdk/__state\" or \"@acme/fw/__state\"")
}

/// Says that a level is none. "state", which earlier versions take, gets an answer of its own.
#[cold]
pub(crate) fn wrong_level(name: &str, allowed: &str, given: &OptionValue) -> Diagnostic {
    let diagnostic = wrong_type(name, allowed, given);
    match given {
        OptionValue::String(word) if word == "state" => diagnostic.with_help(
            "leave it out: an edit evaluates again only the modules that it changes, so state in all others survives by itself. To keep a \
             declaration in an edited module too, write /* rwstate: keep */ before it, or list what makes it: \
             `preserve: { states: { \"my-store\": [\"createStore\"] } }`",
        ),
        _ => diagnostic,
    }
}

/// Says that a package that uses the state module is external.
#[cold]
pub(crate) fn external_dependent(environment: &str, package: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::EXTERNAL_DEPENDENT,
        format!(
            "`{package}` uses the state module and is external in the environment `{environment}`"
        ),
    )
    .at(format!("environments.{environment}.resolve.external"))
    .with_help(format!(
        "remove \"{package}\" from `resolve.external`, so that Vite serves it the same state module"
    ))
}

/// Says that a package, or a file of the project, has imported the state module natively.
#[cold]
pub(crate) fn foreign_import(package: Option<&str>, environment: &str) -> Diagnostic {
    let setting = package.map_or_else(
        || "import it through Vite".into(),
        |package| format!("add \"{package}\", and what imports it, to `resolve.noExternal` of that environment"),
    );
    let package = package.unwrap_or("a file of this project");
    Diagnostic::warning(
        Code::EXTERNAL_DEPENDENT,
        format!(
            "`{package}` imports the state module natively, past Vite; it shares the state of `{environment}`, \
             and every environment's instance of it is the same one"
        ),
    )
    .with_help(setting)
}

/// Says that the file at `path` is not the state module.
#[cold]
pub(crate) fn damaged(path: &str) -> Diagnostic {
    Diagnostic::error(Code::DAMAGED_STATE_MODULE, "the state module has no place for its scope")
        .at(path)
        .with_help(
            "install the package rwstate again; if it was built by hand, run `cargo xtask build`",
        )
}

/// Says that Vite is older than `oldest`, its major and minor version.
#[cold]
pub(crate) fn unsupported_vite(version: &str, (major, minor): (u32, u32)) -> Diagnostic {
    Diagnostic::error(
        Code::UNSUPPORTED_VITE,
        format!("rwstate needs Vite {major}.{minor} or later, and this is Vite {version}"),
    )
    .with_help("update vite: `npm install --save-dev vite@latest`")
}

#[cfg(test)]
mod tests {
    use super::two_instances;

    #[test]
    fn two_instances_are_reported_with_what_makes_them_one() {
        let warning = two_instances("ssr", "auth", "fw");
        assert!(warning.message.starts_with("`auth` is external and depends on `fw`"));
        assert_eq!(warning.origin.as_deref(), Some("environment ssr"));
    }
}
