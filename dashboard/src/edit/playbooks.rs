//! What the assistant tries, while it is edited.

use serde_json::{Value, json};
use shared::{
    conversation::{PLAYS, Play, Playbook},
    intent::Label,
};

/// The playbooks as the form shows them: every wish that allows any step, with the steps that are on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlaybooksDraft {
    wishes: Vec<(Label, Vec<Play>)>,
}

impl PlaybooksDraft {
    /// The form of what is published, as the edge wrote it; a wish without a playbook shows what is usual.
    pub(crate) fn of(published: &[Value]) -> Self {
        let own = |label: Label| {
            let named = |known: &&Value| {
                known.get("intent").and_then(Value::as_str) == Some(label.as_str())
            };
            published.iter().find(named).map(steps_of)
        };
        let all = Label::ALL.into_iter().filter(|label| !Playbook::allowed(*label).is_empty());
        let wish = |label| (label, own(label).unwrap_or_else(|| Playbook::usual(label).to_vec()));
        Self { wishes: all.map(wish).collect() }
    }

    /// The wishes that the form shows.
    pub(crate) fn labels(&self) -> Vec<Label> {
        self.wishes.iter().map(|(label, _)| *label).collect()
    }

    /// Whether a step is tried for a wish.
    pub(crate) fn has(&self, label: Label, play: Play) -> bool {
        self.wishes.iter().any(|(known, steps)| *known == label && steps.contains(&play))
    }

    /// Turns a step on or off. What is turned on takes its usual place.
    pub(crate) fn turn(&mut self, label: Label, play: Play) {
        let Some((_, steps)) = self.wishes.iter_mut().find(|(known, _)| *known == label) else {
            return;
        };
        if steps.contains(&play) {
            steps.retain(|known| *known != play);
        } else {
            let place = steps.iter().position(|known| play < *known).unwrap_or(steps.len());
            steps.insert(place, play);
        }
    }

    /// What is published: only what is not usual.
    pub(crate) fn write(&self) -> Value {
        let own = self.wishes.iter().filter(|(label, steps)| steps != Playbook::usual(*label));
        own.map(|(label, steps)| {
            let steps: Vec<&str> = steps.iter().map(|play| play.as_str()).collect();
            json!({ "intent": label.as_str(), "steps": steps })
        })
        .collect()
    }
}

/// The step of that name.
pub(crate) fn play_of(name: &str) -> Option<Play> {
    PLAYS.into_iter().find(|play| play.as_str() == name)
}

fn steps_of(playbook: &Value) -> Vec<Play> {
    let steps = playbook.get("steps").and_then(Value::as_array).into_iter().flatten();
    steps.filter_map(|step| play_of(step.as_str()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPING: Label = Label::OrderShipping;

    #[test]
    fn what_is_usual_is_not_published() {
        let draft = PlaybooksDraft::of(&[]);
        assert!(draft.has(SHIPPING, Play::LookUpOrder));
        assert!(!draft.labels().contains(&Label::HumanAgent), "who asks for a human gets one");
        assert_eq!(draft.write(), json!([]));
    }

    #[test]
    fn a_step_takes_its_usual_place_and_what_is_published_is_read_back() {
        let mut draft = PlaybooksDraft::of(&[]);
        draft.turn(SHIPPING, Play::Answer);
        let published = json!([{"intent": "order.order_shipping", "steps": ["look_up_order", "ask_order_number"]}]);
        assert_eq!(draft.write(), published);
        let read: Vec<Playbook> = serde_json::from_value(published.clone()).unwrap();
        assert_eq!(Playbook::check(&read), Ok(()));
        let mut again = PlaybooksDraft::of(published.as_array().unwrap());
        assert_eq!(again, draft);
        again.turn(SHIPPING, Play::Answer);
        assert_eq!(again.write(), json!([]));
    }
}
