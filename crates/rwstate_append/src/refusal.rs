//! Why a dependency cannot be appended, so that Vite bundles everything again.

use std::fmt;

/// A reason, in words that end the sentence "rwstate could not append `name`: …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// An ES module that it needs is in an output which evaluates it when it is first required.
    EvaluatedOnRequire {
        /// The module's file.
        file: String,
        /// The output.
        output: String,
    },
    /// It exports a variable that changes, and whose only instance is inside of another output.
    LiveBinding {
        /// The exported name.
        name: String,
        /// The output.
        output: String,
    },
    /// What an output holds of a module cannot be read.
    UnreadableOutput {
        /// The module's file.
        file: String,
        /// The output.
        output: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EvaluatedOnRequire { file, output } => write!(
                f,
                "it imports {file}, which {output} holds and evaluates only when it is required"
            ),
            Self::LiveBinding { name, output } => {
                write!(f, "it exports `{name}`, a variable of {output} that is assigned to later")
            }
            Self::UnreadableOutput { file, output } => {
                write!(f, "it shares {file} with {output}, whose exports cannot be read")
            }
        }
    }
}
