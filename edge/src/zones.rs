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

/// Clocks are put forward and back at a full quarter of an hour, in every zone since the seventies.
const QUARTER_SECS: i64 = 900;

/// What an isolate knows of one zone.
#[derive(Debug, Default)]
struct Known {
    /// The function that says the offset; none for a zone that the runtime does not know. Making one costs a hundred times
    /// what it costs to ask it.
    format: Option<Function>,
    /// The quarter of an hour that was asked about last, with the answer: a turn asks about one moment many times.
    last: Option<(i64, Option<i32>)>,
}

impl Known {
    fn new(zone: &str) -> Self {
        Self { format: formatter(zone).ok(), last: None }
    }

    fn offset_secs(&mut self, at_secs: i64) -> Option<i32> {
        let quarter = at_secs.div_euclid(QUARTER_SECS);
        if let Some((_, answer)) = self.last.filter(|(asked, _)| *asked == quarter) {
            return answer;
        }
        let answer = self.format.as_ref().and_then(|format| ask(format, at_secs));
        self.last = Some((quarter, answer));
        answer
    }
}

thread_local! {
    static KNOWN: RefCell<BTreeMap<String, Known>> = const { RefCell::new(BTreeMap::new()) };
}

impl Zones for Platform {
    fn offset_secs(&self, zone: &Zone, at: Timestamp) -> Option<i32> {
        let at_secs = at.unix_millis().div_euclid(1_000);
        KNOWN.with(|known| {
            let mut known = known.borrow_mut();
            if let Some(zone) = known.get_mut(zone.as_str()) {
                return zone.offset_secs(at_secs);
            }
            if KNOWN_MAX <= known.len() {
                known.clear();
            }
            let name = zone.as_str().to_owned();
            known.entry(name).or_insert_with(|| Known::new(zone.as_str())).offset_secs(at_secs)
        })
    }
}

fn ask(format: &Function, at_secs: i64) -> Option<i32> {
    let millis = f64::from(i32::try_from(at_secs).ok()?) * 1_000.0;
    let date = Date::new(&JsValue::from_f64(millis));
    let text = format.call1(&JsValue::NULL, &date).ok()?.as_string()?;
    parse_offset(&text)
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
