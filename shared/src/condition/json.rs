//! JSON whose keys keep the order in which they were written.
//!
//! A marketer who typed `segment = 'vip' AND cart_value > 500` should read it back so, and a
//! key that is written twice should be refused, not silently lose its first value.
//! `serde_json`'s own map does neither.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap, SerializeSeq},
};
use serde_json::{Number, Value};

/// A JSON value as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    /// `null`, a truth value, a number or a text.
    Scalar(Value),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order of its keys, which may repeat.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Length as compact JSON, in bytes.
    pub(crate) fn len_bytes(&self) -> usize {
        match self {
            Self::Scalar(Value::String(text)) => text_len_bytes(text),
            Self::Scalar(scalar) => scalar.to_string().len(),
            Self::List(items) => bracketed(items.iter().map(Self::len_bytes)),
            Self::Object(fields) => bracketed(fields.iter().map(|(key, value)| {
                text_len_bytes(key).saturating_add(1).saturating_add(value.len_bytes())
            })),
        }
    }

    /// The parts, if it is an array.
    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The keys and values, if it is an object.
    pub(crate) fn as_object(&self) -> Option<&[(String, Self)]> {
        if let Self::Object(fields) = self { Some(fields) } else { None }
    }

    /// The value, if it is neither an array nor an object.
    pub(crate) fn as_scalar(&self) -> Option<&Value> {
        if let Self::Scalar(value) = self { Some(value) } else { None }
    }

    /// Whether it is an object with operators for keys, and nothing else.
    pub(crate) fn is_operators(&self) -> bool {
        self.as_object().is_some_and(|fields| {
            !fields.is_empty() && fields.iter().all(|(key, _)| key.starts_with('$'))
        })
    }

    /// What kind of value it is, for a message.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Scalar(Value::Null) => "null",
            Self::Scalar(Value::Bool(_)) => "a truth value",
            Self::Scalar(Value::Number(_)) => "a number",
            Self::Scalar(Value::String(_)) => "a text",
            Self::List(items) if items.is_empty() => "an empty array",
            Self::Scalar(Value::Array(_)) | Self::List(_) => "an array",
            Self::Scalar(Value::Object(_)) | Self::Object(_) => "an object",
        }
    }
}

/// Brackets, the parts, and a comma between every two of them.
fn bracketed(parts: impl ExactSizeIterator<Item = usize>) -> usize {
    let commas = parts.len().saturating_sub(1);
    parts.fold(commas.saturating_add(2), usize::saturating_add)
}

fn text_len_bytes(text: &str) -> usize {
    text.chars().fold(2, |len, sign| {
        let sign_len = match sign {
            '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
            '\0'..='\u{1f}' => 6,
            _ => sign.len_utf8(),
        };
        usize::saturating_add(len, sign_len)
    })
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(fields) => Self::Object(
                fields.iter().map(|(key, value)| (key.clone(), Self::from(value))).collect(),
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Self::Scalar(value.clone())
            }
        }
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        match json {
            Json::Scalar(scalar) => scalar,
            Json::List(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Json::Object(fields) => Self::Object(
                fields.into_iter().map(|(key, value)| (key, Self::from(value))).collect(),
            ),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(scalar) => scalar.serialize(serializer),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Bool(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Number(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Number(number.into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Scalar(Number::from_f64(number).map_or(Value::Null, Value::Number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Scalar(Value::String(text.to_string())))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Scalar(Value::String(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(field) = fields.next_entry()? {
            object.push(field);
        }
        Ok(Json::Object(object))
    }
}
