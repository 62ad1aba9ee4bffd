//! What a person is about to buy.
//!
//! A cart is *abandoned* when it holds something and nobody has touched it for the
//! workspace's `cart_abandoned_secs`, or a later visit began without an order. It is a
//! reading of the cart at a moment, not a state that somebody has to set.
//!
//! Events may arrive out of order: libraries send batches at the same time. An order and a full
//! list say how the cart stood at their moment; what happened before the last of them was settled
//! by it, and no longer changes the cart.

use alloc::vec::Vec;
use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{event::commerce::ProductLine, id::ProductId, money::Minor, time::Timestamp};

/// Different products a cart remembers; more are real only for resellers.
const LINES_MAX: usize = 50;

/// What is in the cart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cart {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<Line>,
    changed_at: Timestamp,
    settled_at: Timestamp,
    lingered: bool,
}

/// One product in the cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which.
    pub id: ProductId,
    /// How many.
    pub quantity: u32,
    /// Price of one.
    pub price_minor: Minor,
}

impl Cart {
    /// Puts a product in.
    pub fn add(&mut self, product: ProductLine, at: Timestamp) {
        if at < self.settled_at {
            return;
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.id == product.id) {
            line.quantity = line.quantity.saturating_add(product.quantity);
            line.price_minor = product.price_minor;
        } else if self.lines.len() < LINES_MAX {
            self.lines.push(product.into());
        }
        self.touch(at);
    }

    /// Takes a product out; all of it when the event says more than there is.
    pub fn remove(&mut self, product: &ProductLine, at: Timestamp) {
        if self.settled_at <= at {
            self.take_out(product);
            self.touch(at);
        }
    }

    /// Believes a full list over what single events added up to; an empty list says nothing,
    /// as many shops send `Cart Viewed` without products.
    pub fn replace(&mut self, products: Vec<ProductLine>, at: Timestamp) {
        if products.is_empty() || at < self.settled_at {
            return;
        }
        self.settled_at = at;
        let lines: Vec<Line> = products.into_iter().take(LINES_MAX).map(Line::from).collect();
        if lines != self.lines {
            self.lines = lines;
            self.touch(at);
        }
    }

    /// Notes that the person went to the checkout: the cart is in hand, not abandoned.
    pub fn check_out(&mut self, at: Timestamp) {
        self.touch(at);
    }

    /// Takes out what was bought. An order without a list of products empties the cart.
    pub fn buy(&mut self, products: &[ProductLine], at: Timestamp) {
        if products.is_empty() {
            self.lines.clear();
        }
        // Also where a later list came first: nobody is reminded of what they have paid for.
        for product in products {
            self.take_out(product);
        }
        self.settled_at = self.settled_at.max(at);
        self.touch(at);
    }

    fn take_out(&mut self, product: &ProductLine) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.id == product.id) {
            line.quantity = line.quantity.saturating_sub(product.quantity);
        }
        self.lines.retain(|line| 0 < line.quantity);
    }

    /// Says whether the product is in the cart.
    #[must_use]
    pub fn holds(&self, product: &ProductId) -> bool {
        self.lines.iter().any(|line| line.id == *product)
    }

    /// What is in it.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What it costs.
    #[must_use]
    pub fn value_minor(&self) -> Minor {
        self.lines
            .iter()
            .fold(Minor::ZERO, |sum, line| sum.plus(line.price_minor.times(line.quantity)))
    }

    /// Says whether the cart was left alone at `now`.
    #[must_use]
    pub fn is_abandoned(&self, visit_began_at: Timestamp, after: Duration, now: Timestamp) -> bool {
        let left_behind = self.changed_at < visit_began_at;
        !self.lines.is_empty() && (left_behind || self.changed_at.saturating_add(after) <= now)
    }

    /// When the cart will have lingered, or `None` if there is nothing to wait for.
    #[must_use]
    pub fn lingers_at(&self, after: Duration) -> Option<Timestamp> {
        (!self.lines.is_empty() && !self.lingered).then(|| self.changed_at.saturating_add(after))
    }

    /// Notes that the cart has lingered, once for each change of it.
    pub fn linger(&mut self) {
        self.lingered = true;
    }

    fn touch(&mut self, at: Timestamp) {
        self.changed_at = self.changed_at.max(at);
        self.lingered = false;
    }
}

impl From<ProductLine> for Line {
    fn from(product: ProductLine) -> Self {
        Self { id: product.id, quantity: product.quantity, price_minor: product.price_minor }
    }
}
