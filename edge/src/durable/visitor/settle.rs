//! What a turn leaves open and another object answers: a coupon of a limited offer.

use shared::{
    stock::Grant,
    visitor::{Command, Effect, Reservation},
};

use super::{Visitor, turn::Setting};
use crate::{durable::stock, error::Answer};

/// Offers that one occasion tries one after the other; more limited offers than this have no coupon left at once only
/// where somebody made a mistake.
const TRIES_MAX: usize = 4;

impl Visitor {
    /// Asks the stocks that a turn named, and takes in what they said; what follows from that is added to `effects`.
    ///
    /// A stock that does not answer is asked again by the alarm: the claim is in the person's state.
    pub(super) async fn settle(
        &self,
        setting: &Setting<'_>,
        mut effects: Vec<Effect>,
    ) -> Answer<Vec<Effect>> {
        let mut asked = 0;
        while let Some(reservation) = nth_reserved(&effects, asked).filter(|_| asked < TRIES_MAX) {
            asked = asked.saturating_add(1);
            let grant: Grant =
                match stock::take(&self.env, setting.who.workspace, &reservation).await {
                    Ok(grant) => grant,
                    Err(error) => {
                        worker::console_warn!("a claim waits: {error}");
                        continue;
                    }
                };
            let command = Command::Settle { delivery: reservation.delivery, grant };
            effects.extend(self.turn(setting, command, vec![]).await?);
        }
        Ok(effects)
    }
}

fn nth_reserved(effects: &[Effect], place: usize) -> Option<Reservation> {
    effects.iter().filter_map(Effect::reserved).nth(place).cloned()
}
