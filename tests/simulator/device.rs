//! A person's browser: tabs that wait, send, repeat and race, and a clock that may be wrong.
//!
//! It does what the widget does. An event leaves its tab's queue only when it is acknowledged.
//! A choice about consent is kept on the device; a tab that was open before goes by the one it
//! knew, because nobody told it.

use std::{collections::VecDeque, rc::Rc};

use serde_json::{Value, json};
use shared::{delivery::Card, preference::Preferences, time::Timestamp, wire::admin::Conduct};

/// Events in one request.
const EVENTS_MAX: usize = 8;

/// A request to a person's object.
#[derive(Debug)]
pub enum Request {
    /// Events, with their ids and the time at which the browser says it sends them.
    Batch { events: Vec<Rc<Value>>, ids: Vec<String>, sent_at: Option<i64> },
    /// Something the person says: which of their sayings.
    Say { id: String, saying: usize },
    /// An app asks.
    Ask { trigger: &'static str },
    /// A human of the shop answers.
    Reply { id: String },
    /// A human of the shop hands the conversation back, puts it aside or ends it.
    Conduct { conduct: Conduct },
    /// The person says how often, over what and by what they want to be reached.
    Prefer { preferences: Preferences },
    /// A page was loaded and asks for the conversation.
    Converse,
    /// The person wants to be forgotten.
    Erase,
}

/// One try of one tab's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// The tab.
    pub tab: usize,
    /// The try.
    pub number: u64,
}

/// What a person chose, as the device keeps it.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The deed, in the witness's list.
    pub deed: usize,
    pub analytics: bool,
    pub marketing: bool,
    /// By the device's clock.
    pub chosen_at: i64,
    pub notice: u16,
}

/// A person's browser.
#[derive(Debug)]
pub struct Device {
    /// Its clock less the true time.
    pub skew: i64,
    /// What was chosen last, on any tab.
    pub choice: Option<Choice>,
    /// Its tabs.
    pub tabs: Vec<Tab>,
    /// Cards it was shown, each once.
    pub cards: Vec<Card>,
    /// The zone that it says it is in, by place in the list; beyond it, it does not say.
    pub zone: usize,
    /// Attempts so far.
    pub attempts: u64,
    made: u64,
}

/// One tab.
#[derive(Debug, Default)]
pub struct Tab {
    /// What it goes by.
    pub choice: Option<Choice>,
    /// The notice it shows.
    pub notice: u16,
    /// Events that wait.
    pub queue: Vec<Waiting>,
    /// Messages that wait: their id and which saying it is.
    pub sayings: VecDeque<(String, usize)>,
    /// The try under way.
    pub under_way: Option<u64>,
    /// Whether a socket is open.
    pub has_socket: bool,
    /// Whether somebody looks at it.
    pub is_open: bool,
    /// Whether the person wants to be forgotten and has not been told that they are.
    pub wants_erasure: bool,
}

/// An event that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: String,
    pub event: Rc<Value>,
}

impl Device {
    /// A browser with one tab.
    pub fn new(skew: i64, notice: u16, zone: usize) -> Self {
        let tab = Tab { notice, is_open: true, has_socket: true, ..Tab::default() };
        let (cards, tabs) = (Vec::new(), vec![tab]);
        Self { skew, choice: None, tabs, cards, zone, attempts: 0, made: 0 }
    }

    /// Its clock.
    pub fn clock(&self, now: i64) -> i64 {
        now + self.skew
    }

    /// The number of the next thing that needs one.
    pub fn number(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    /// Opens a tab, which goes by what the device knows.
    ///
    /// A choice under an older notice is asked for again.
    pub fn open(&mut self, notice: u16) -> usize {
        let choice = self.choice.filter(|choice| notice <= choice.notice);
        let tab = Tab { choice, notice, is_open: true, has_socket: true, ..Tab::default() };
        self.tabs.push(tab);
        self.tabs.len() - 1
    }

    /// Chooses on a tab. The times of a device's choices only grow, whatever its clock does.
    pub fn choose(&mut self, tab: usize, deed: usize, yes: (bool, bool), now: i64) {
        let last = self.choice.map_or(i64::MIN, |choice| choice.chosen_at);
        let (analytics, marketing) = yes;
        let chosen_at = self.clock(now).max(last + 1);
        let notice = self.tabs[tab].notice;
        let choice = Choice { deed, analytics, marketing, chosen_at, notice };
        self.choice = Some(choice);
        self.tabs[tab].choice = Some(choice);
    }

    /// The next request of a tab, with what it is about.
    pub fn request(&self, tab: usize, sent_at: Option<i64>) -> Option<Request> {
        let tab = &self.tabs[tab];
        if tab.wants_erasure {
            return Some(Request::Erase);
        }
        if !tab.queue.is_empty() {
            let next = &tab.queue[..tab.queue.len().min(EVENTS_MAX)];
            let events = next.iter().map(|waiting| Rc::clone(&waiting.event)).collect();
            let ids = next.iter().map(|waiting| waiting.id.clone()).collect();
            return Some(Request::Batch { events, ids, sent_at });
        }
        let (id, saying) = tab.sayings.front()?;
        Some(Request::Say { id: id.clone(), saying: *saying })
    }
}

impl Tab {
    /// Whether something waits to be sent.
    pub fn waits(&self) -> bool {
        self.wants_erasure || !self.queue.is_empty() || !self.sayings.is_empty()
    }
}

/// `context.consent` of an event that happens under a choice.
pub fn consent(choice: Choice) -> Value {
    json!({
        "categoryPreferences": {"analytics": choice.analytics, "marketing": choice.marketing},
        "chosenAt": Timestamp::from_unix_millis(choice.chosen_at).to_rfc3339(),
        "notice": choice.notice,
    })
}
