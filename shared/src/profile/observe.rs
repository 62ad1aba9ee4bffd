//! Taking one event into the profile.

use alloc::{string::String, vec, vec::Vec};

use serde_json::{Map, Value};

use super::{
    Observed, Profile, Visits, channels::Contacted, derived::Derived, hours::STRENGTH_RESPONSE,
    interest::Look, passive::is_passive, progress::Progress,
};
use crate::{
    event::{Body, Event, commerce},
    limits::SESSION_GAP,
    money::Currency,
    text::Locale,
    time::Timestamp,
};

impl Profile {
    /// Takes one event in. `currency` is the workspace's, for amounts without one.
    pub fn observe(&mut self, event: &Event, currency: Currency) -> Observed {
        let mut observed =
            Observed { visit_began: self.observe_time(event), ..Observed::default() };
        self.observe_context(event);
        match &event.body {
            Body::Track { event: name, properties } => {
                self.observe_track(name, properties, (event.at, currency), &mut observed);
            }
            Body::Page { properties, .. } | Body::Screen { properties, .. } => {
                self.visits.pages = self.visits.pages.saturating_add(1);
                let policy =
                    self.hesitation.observe_page(&event.context.page, properties, event.at);
                observed.derived.extend(policy.map(Derived::policy));
            }
            Body::Identify { traits } => self.learn(traits, event.at),
            Body::Group { .. } | Body::Alias { .. } => {}
        }
        observed
    }

    fn look_at(&mut self, product: &commerce::ProductLine, at: Timestamp) -> Vec<Derived> {
        let look = self.interests.look_at(product, self.visits.count, at);
        self.power.look(product.price_minor, at);
        self.hesitation.observe_view(look, at);
        let in_cart = look != Look::First && self.cart.holds(&product.id);
        if in_cart {
            self.hesitation.observe_cart_look(at);
        }
        let product = &product.id;
        let compared = || Derived::ProductCompared { product: product.clone() };
        let rechecked = || Derived::PriceRechecked { product: product.clone(), in_cart };
        match look {
            Look::First => Vec::new(),
            Look::Return if in_cart => vec![compared(), rechecked()],
            Look::Return => vec![compared()],
            Look::Recheck => vec![rechecked()],
        }
    }

    /// Moves the visit on; says whether one began.
    fn observe_time(&mut self, event: &Event) -> bool {
        let at = event.at;
        if is_passive(event.trigger()) {
            if self.last_seen == Timestamp::default() {
                (self.first_seen, self.last_seen) = (at, at);
            }
            return false;
        }
        if self.visits.count == 0 {
            self.first_seen = at;
        }
        let is_new_visit =
            self.visits.count == 0 || self.last_seen.saturating_add(SESSION_GAP) < at;
        if is_new_visit {
            self.visits = Visits {
                count: self.visits.count.saturating_add(1),
                pages: 0,
                began_at: at,
                previous_ended_at: self.last_seen,
            };
        }
        self.first_seen = self.first_seen.min(at);
        self.last_seen = self.last_seen.max(at);
        if is_new_visit {
            self.hours.note(1.0, at);
        }
        is_new_visit
    }

    fn observe_context(&mut self, event: &Event) {
        if let Some(user_id) = &event.user_id {
            self.user_id = Some(user_id.clone());
        }
        let is_newest = event.at == self.last_seen;
        if is_newest && !event.context.page.is_empty() {
            self.page = event.context.page.clone();
        }
        if is_newest && !event.context.campaign.is_empty() {
            self.campaign = event.context.campaign.clone();
        }
        if !event.context.locale.is_empty() {
            self.locale = Some(Locale::closest(&event.context.locale));
        }
        if is_newest && event.context.zone.is_some() {
            self.zone.clone_from(&event.context.zone);
        }
    }

    fn observe_track(
        &mut self,
        name: &str,
        properties: &Map<String, Value>,
        (at, currency): (Timestamp, Currency),
        observed: &mut Observed,
    ) {
        let product = || commerce::product(properties, currency);
        match name {
            "Product Viewed" => {
                observed.derived = product().map_or_else(Vec::new, |seen| self.look_at(&seen, at));
            }
            "Product Added" => {
                if let Some(product) = product() {
                    self.interests.want(&product, at);
                    self.cart.add(product, at);
                }
            }
            "Product Removed" => {
                if let Some(product) = product() {
                    self.cart.remove(&product, at);
                }
            }
            "Cart Viewed" => self.cart.replace(commerce::products(properties, currency), at),
            "Checkout Started" => self.cart.check_out(at),
            "Order Completed" => observed.ordered = self.order(properties, (at, currency)),
            "Order Refunded" | "Order Cancelled" => {
                observed.refunded = commerce::order(properties, currency)
                    .and_then(|order| self.orders.refund(&order));
                if observed.refunded.is_some() {
                    self.satisfaction.refund(at);
                }
            }
            "Order Updated" | "Order Fulfilled" | "Order Shipped" | "Order Delivered" => {
                if let Some(order) = commerce::order(properties, currency)
                    && let Some(progress) = Progress::of_event(name, properties, at)
                {
                    self.orders.advance(&order.id, progress);
                }
            }
            "Product Reviewed" | "Conversation Rated" => {
                if let Some(stars) = properties.get("rating").and_then(Value::as_f64) {
                    self.satisfaction.rate(stars, at);
                }
            }
            other => {
                if self.hesitation.observe_named(other, at) && other.starts_with("Coupon ") {
                    observed
                        .derived
                        .extend((other != "Coupon Hunted").then_some(Derived::CouponHunted));
                }
                if let Some(contacted) = Contacted::of_event(other) {
                    self.contact(contacted, at);
                }
            }
        }
    }

    /// Takes an order in; the answer is the order if it is new.
    fn order(
        &mut self,
        properties: &Map<String, Value>,
        (at, currency): (Timestamp, Currency),
    ) -> Option<commerce::OrderLine> {
        let order = commerce::order(properties, currency)?;
        if !self.orders.complete(&order, at) {
            return None;
        }
        let products = commerce::products(properties, currency);
        for product in &products {
            self.interests.buy(product, at);
            self.staples.buy(product, at);
        }
        self.cart.buy(&products, at);
        self.hesitation.clear(at);
        self.power.order(order.revenue_minor, at);
        self.hours.note(STRENGTH_RESPONSE, at);
        Some(order)
    }
}
