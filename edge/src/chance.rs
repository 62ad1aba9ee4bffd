//! The only place in the Worker that asks for randomness: the runtime's own generator.

use core::fmt::Write as _;

use wasm_bindgen::JsCast;
use worker::{Error, Result};

/// So many random bytes, fit for keys and tokens.
///
/// # Errors
///
/// If the runtime has no `crypto`, which no runtime we support lacks.
pub(crate) fn bytes<const COUNT: usize>() -> Result<[u8; COUNT]> {
    let mut bytes = [0; COUNT];
    let crypto: web_sys::Crypto =
        js_sys::Reflect::get(&js_sys::global(), &"crypto".into())?.unchecked_into();
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(Error::from)?;
    Ok(bytes)
}

/// A random name of 32 hexadecimal digits.
pub(crate) fn name() -> Result<String> {
    let mut name = String::with_capacity(32);
    for byte in bytes::<16>()? {
        // Writing to a string cannot fail.
        write!(name, "{byte:02x}").ok();
    }
    Ok(name)
}
