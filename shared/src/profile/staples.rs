//! What a person buys again and again, by product: the days on which they bought it.
//!
//! Nobody needs a second telephone, so a product is a staple once it was bought on two days; what was bought once is remembered
//! so that the second time is noticed. Of more products than are kept the one goes that was bought on the fewest days,
//! of those the one longest ago.
//!
//! Source: product brief, section 二.2 (复购提醒).

use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    event::commerce::ProductLine,
    id::ProductId,
    limits::{PROFILE_TEXT_LEN_BYTES_MAX, STAPLE_DAYS_KEPT_MAX, STAPLES_KEPT_MAX},
    predict::Rhythm,
    text::clipped,
    time::Timestamp,
};

/// One product that a person bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staple {
    /// Which.
    pub id: ProductId,
    /// What it is called; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The days on which they bought it, rising; at most [`STAPLE_DAYS_KEPT_MAX`], the newest.
    pub days: Vec<i64>,
}

/// The products that a person bought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Staples(Vec<Staple>);

impl Staple {
    /// The last day on which they bought it.
    #[must_use]
    pub fn last_day(&self) -> i64 {
        self.days.last().copied().unwrap_or_default()
    }
}

impl Staples {
    /// Notes that a product was bought.
    pub fn buy(&mut self, product: &ProductLine, at: Timestamp) {
        let day = at.day();
        let name = clipped(&product.name, PROFILE_TEXT_LEN_BYTES_MAX);
        if let Some(known) = self.0.iter_mut().find(|known| known.id == product.id) {
            let place = known.days.partition_point(|other| *other < day);
            if known.days.get(place) != Some(&day) {
                known.days.insert(place, day);
            }
            let over = known.days.len().saturating_sub(STAPLE_DAYS_KEPT_MAX);
            known.days.drain(..over);
            if !name.is_empty() {
                known.name = name.into();
            }
            return;
        }
        self.0.push(Staple { id: product.id.clone(), name: name.into(), days: [day].into() });
        if STAPLES_KEPT_MAX < self.0.len() {
            let weight = |staple: &Staple| (staple.days.len(), staple.last_day());
            let least = self.0.iter().enumerate().min_by_key(|(_, staple)| weight(staple));
            if let Some((place, _)) = least {
                self.0.remove(place);
            }
        }
    }

    /// Whether nothing was bought.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The products that were bought on more than one day.
    pub fn repeated(&self) -> impl Iterator<Item = &Staple> {
        self.0.iter().filter(|staple| 1 < staple.days.len())
    }

    /// How far apart they are bought, each product by itself.
    #[must_use]
    pub fn rhythm(&self) -> Rhythm {
        let mut rhythm = Rhythm::default();
        self.repeated().for_each(|staple| rhythm.observe(&staple.days));
        rhythm
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::money::Minor;

    fn bought(staples: &mut Staples, id: &str, day: i64) {
        let product = ProductLine {
            id: id.parse().unwrap(),
            name: id.into(),
            category: String::new(),
            brand: String::new(),
            price_minor: Minor::ZERO,
            quantity: 1,
        };
        staples.buy(&product, Timestamp::from_unix_millis(day * 86_400_000));
    }

    #[test]
    fn what_was_bought_once_is_no_staple_and_two_parcels_of_a_day_are_one() {
        let mut staples = Staples::default();
        for (id, day) in [("phone", 3), ("coffee", 40), ("coffee", 10), ("coffee", 40)] {
            bought(&mut staples, id, day);
        }
        let repeated: Vec<(&str, &[i64])> =
            staples.repeated().map(|staple| (staple.id.as_str(), staple.days.as_slice())).collect();
        assert_eq!(repeated, [("coffee", [10, 40].as_slice())]);
        assert_eq!((staples.rhythm().people, staples.rhythm().gaps), (1, 1));
    }

    #[test]
    fn what_is_bought_often_outlives_what_was_bought_once() {
        let mut staples = Staples::default();
        bought(&mut staples, "coffee", 1);
        bought(&mut staples, "coffee", 31);
        for number in 0..40 {
            bought(&mut staples, &format!("p-{number}"), 100 + number);
        }
        assert_eq!(staples.0.len(), STAPLES_KEPT_MAX);
        assert_eq!(staples.repeated().count(), 1);
        for day in 0..40 {
            bought(&mut staples, "coffee", 200 + day);
        }
        let kept: Vec<usize> = staples.repeated().map(|staple| staple.days.len()).collect();
        assert_eq!(kept, [STAPLE_DAYS_KEPT_MAX]);
    }
}
