//! A JavaScript value -> `OptionValue`.

use napi::bindgen_prelude::{FromNapiValue, JsObjectValue, JsValue, Object, Unknown};
use napi::{Result, ValueType};
use rwstate_plan::OptionValue;

/// How deep options are read. Ours end at two; a cycle must end somewhere.
const DEPTH: usize = 8;

/// Reads a value as the user wrote it. Getters run, as they do for any reader of an options object.
pub(crate) fn read(value: Unknown<'_>) -> Result<OptionValue> {
    read_within(value, DEPTH)
}

fn read_within(value: Unknown<'_>, depth: usize) -> Result<OptionValue> {
    Ok(match value.get_type()? {
        ValueType::Undefined => OptionValue::Undefined,
        ValueType::Null => OptionValue::Null,
        ValueType::Boolean => OptionValue::Boolean(bool::from_unknown(value)?),
        ValueType::Number => OptionValue::Number(f64::from_unknown(value)?),
        ValueType::String => OptionValue::String(String::from_unknown(value)?),
        ValueType::Object if depth == 0 => OptionValue::Other("value nested too deeply".into()),
        ValueType::Object => read_object(&Object::from_unknown(value)?, depth - 1)?,
        // A function, a symbol, a `BigInt`: no option takes one, and the message names what it is.
        other => OptionValue::Other(other.to_string().to_lowercase()),
    })
}

fn read_object(object: &Object<'_>, depth: usize) -> Result<OptionValue> {
    if object.is_array()? {
        let elements = (0..object.get_array_length()?)
            .map(|index| read_within(object.get_element(index)?, depth));
        return Ok(OptionValue::Array(elements.collect::<Result<_>>()?));
    }
    let entries = Object::keys(object)?.into_iter().map(|name| {
        let value: Unknown<'_> = object.get_named_property_unchecked(&name)?;
        Ok((name, read_within(value, depth)?))
    });
    Ok(OptionValue::Object(entries.collect::<Result<_>>()?))
}
