//! A value as the user wrote it in a JavaScript object, before anything is known of it.

use std::fmt;

/// A JavaScript value that may be an option.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionValue {
    /// `undefined`: as good as not given.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// An object with its own enumerable string keys, in order.
    Object(Vec<(String, Self)>),
    /// What no option takes: the word for it, such as `function` or `symbol`.
    Other(String),
}

/// The value as a message names it: short, quoted where it is a string.
impl fmt::Display for OptionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => f.write_str("undefined"),
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            // As JSON: a line break would break the line of the message.
            Self::String(value) => write!(f, "{}", serde_json::Value::from(value.as_str())),
            Self::Array(_) => f.write_str("an array"),
            Self::Object(_) => f.write_str("an object"),
            Self::Other(word) => write!(f, "a {word}"),
        }
    }
}
