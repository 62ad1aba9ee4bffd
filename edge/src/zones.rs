//! Time zones as the runtime knows them (ICU, through `Intl`): no zone data of our own, and
//! none that grows old.

use std::{cell::RefCell, collections::BTreeMap};

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use shared::{
    time::Timestamp,
    zone::{Zone, Zones},
};
use wasm_bindgen::{JsCast, JsValue};

/// Most zones that an isolate remembers; there are some 600 in all.
const KNOWN_MAX: usize = 64;

/// The runtime's zones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Platform;

thread_local! {
    /// Formatters by zone; none for a zone that the runtime does not know. Making one costs a hundred times what it
    /// costs to ask it.
    static KNOWN: RefCell<BTreeMap<String, Option<Function>>> = const { RefCell::new(BTreeMap::new()) };
}

impl Zones for Platform {
    fn offset_secs(&self, zone: &Zone, at: Timestamp) -> Option<i32> {
        let format = KNOWN.with(|known| {
            let mut known = known.borrow_mut();
            if let Some(format) = known.get(zone.as_str()) {
                return format.clone();
            }
            if KNOWN_MAX <= known.len() {
                known.clear();
            }
            let format = formatter(zone.as_str()).ok();
            known.insert(zone.as_str().to_owned(), format.clone());
            format
        })?;
        let millis = f64::from(i32::try_from(at.unix_millis().div_euclid(1_000)).ok()?) * 1_000.0;
        let date = Date::new(&JsValue::from_f64(millis));
        let text = format.call1(&JsValue::NULL, &date).ok()?.as_string()?;
        parse_offset(&text)
    }
}

/// A function from a date to a text such as `1/5/2026, GMT+08:00`. Made by reflection: a zone
/// that does not exist must be an error here, not an exception through the module.
fn formatter(zone: &str) -> Result<Function, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.into())?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into())?;
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
    let made = Reflect::construct(&class, &Array::of2(&"en-US".into(), &options))?;
    Ok(made.dyn_into::<Intl::DateTimeFormat>()?.format())
}

/// Reads `GMT`, `GMT+08:00` or `GMT-03:30` at the end of a text.
fn parse_offset(text: &str) -> Option<i32> {
    let (_, offset) = text.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    let sign = match offset.chars().next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let mut parts = offset.trim_start_matches(['+', '-', '\u{2212}']).split(':');
    let mut seconds = 0_i32;
    for unit in [3_600, 60, 1] {
        let Some(part) = parts.next() else { break };
        seconds = seconds.checked_add(part.parse::<i32>().ok()?.checked_mul(unit)?)?;
    }
    seconds.checked_mul(sign)
}
