//! The inbox: the conversations at one side, the chosen one in the middle, what there is to know of it at the other.
//!
//! Everything that happens is pushed: a conversation that went on, a colleague who took one, who looks at which. So the
//! counts agree in every tab.

mod alert;
mod canned;
mod handover;
mod labels;
mod line;
mod notes;
mod opened;
mod team;

use leptos::prelude::*;
use shared::wire::inbox::{Conversation, Inbox as Everything, Viewing};

use crate::{
    api::{
        self, InboxHeard, Remote,
        live::{self, Listener},
        remote,
    },
    i18n::{Text, common, inbox, t},
    state::{derived::memo, figures::figures, place, route::Route},
    ui::{
        empty::Empty,
        icon::Icon,
        list::{Views as _, keyed, live},
        page::{PageHead, titled},
        search::{self, Search},
        staged,
    },
};

/// A list of conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Mine,
    Unassigned,
    Mentions,
    All,
}

impl Shown {
    const EVERY: [Self; 4] = [Self::Mine, Self::Unassigned, Self::Mentions, Self::All];

    /// Its name in the address.
    const fn key(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unassigned => "",
            Self::Mentions => "mentions",
            Self::All => "all",
        }
    }

    fn of(key: &str) -> Self {
        Self::EVERY.into_iter().find(|shown| shown.key() == key).unwrap_or(Self::Unassigned)
    }

    const fn name(self) -> Text {
        match self {
            Self::Mine => inbox::MINE,
            Self::Unassigned => inbox::UNASSIGNED,
            Self::Mentions => inbox::MENTIONS,
            Self::All => inbox::EVERY,
        }
    }

    const fn none(self) -> Text {
        match self {
            Self::Mine => inbox::NONE_HERE_MINE,
            Self::Unassigned => inbox::NONE_HERE_UNASSIGNED,
            Self::Mentions => inbox::NONE_HERE_MENTIONS,
            Self::All => inbox::NONE_YET_HINT,
        }
    }

    fn has(self, conversation: &Conversation, me: &str) -> bool {
        let is_ours = is_ours(conversation);
        match self {
            Self::Mine => conversation.assignee.as_ref().is_some_and(|who| who.as_str() == me),
            Self::Unassigned => is_ours && conversation.assignee.is_none(),
            Self::Mentions => conversation
                .notes
                .iter()
                .any(|note| note.mentions.iter().any(|who| who.as_str() == me)),
            Self::All => true,
        }
    }
}

/// Whether a human has it, or should.
fn is_ours(conversation: &Conversation) -> bool {
    let status = conversation.person.conversation;
    status.is_with_human() || status.is_pending()
}

/// Shows the conversations.
#[component]
pub(crate) fn Inbox() -> impl IntoView {
    let everything = remote(api::inbox);
    let chosen = memo(|| place::current().conversation().0);
    let shown = memo(|| Shown::of(&place::current().conversation().1));
    let words = RwSignal::new(String::new());
    live::listen(Listener {
        person: Callback::new(move |person: shared::wire::admin::VisitorSummary| {
            everything.change(|all| {
                let known = all.conversations.iter_mut();
                for known in known.filter(|known| known.person.profile == person.profile) {
                    known.person = person.clone();
                }
            });
        }),
        inbox: Some(Callback::new(move |heard| match heard {
            InboxHeard::Conversation(now) => {
                alert::tell(everything.value().as_ref(), &now);
                everything.change(|all| take(all, *now));
            }
            InboxHeard::Viewing(now) => {
                let is_new =
                    |view: &Viewing| !everything.value().is_some_and(|all| knows(&all, view));
                let has_new = now.iter().any(is_new);
                everything.change(|all| all.viewing = now);
                if has_new {
                    everything.ask_again();
                }
            }
        })),
        looks_at: Some(chosen.into()),
        ask: Callback::new(move |()| everything.ask_again()),
    });
    view! {
        <PageHead title=titled(common::NAV_INBOX) hint=inbox::HINT>{alert::button()}</PageHead>
        {staged::kept(everything, 8, move || page(everything, (chosen, shown), words))}
    }
}

/// Whether whoever looks was a colleague already when the page was opened.
fn knows(all: &Everything, view: &Viewing) -> bool {
    all.colleagues.iter().any(|one| one.operator.as_str() == view.operator)
}

/// Puts a conversation that went on where it belongs.
fn take(all: &mut Everything, conversation: Conversation) {
    all.conversations.retain(|known| known.person.profile != conversation.person.profile);
    let place = all.conversations.partition_point(|known| conversation.last.at < known.last.at);
    all.conversations.insert(place, conversation);
}

fn page(
    everything: Remote<Everything>,
    (chosen, shown): (Memo<String>, Memo<Shown>),
    words: RwSignal<String>,
) -> AnyView {
    let is_empty = memo(move || everything.value().is_none_or(|all| all.conversations.is_empty()));
    live(move || {
        if is_empty.get() {
            return view! {
                <div class="card">
                    <Empty
                        picture=Icon::Message title=inbox::NONE_YET hint=inbox::NONE_YET_HINT
                        go=(inbox::NONE_YET_GO, "#/visitors")
                    />
                </div>
            }
            .into_any();
        }
        let has_one = move || !chosen.get().is_empty();
        view! {
            <div class="inbox" class:chosen=has_one>
                <div class="inbox-lists">
                    {team::team(everything)}
                    {tabs(everything, (chosen, shown))}
                    <Search hint=inbox::SEARCH_HINT words=words/>
                    {lines(everything, (chosen, shown), words)}
                </div>
                {live(move || opened::opened(everything, chosen.get()))}
            </div>
        }
        .into_any()
    })
}

/// The lists to choose from, each with what is unread in it.
fn tabs(everything: Remote<Everything>, (chosen, shown): (Memo<String>, Memo<Shown>)) -> AnyView {
    let tab = move |of: Shown| {
        let unread = memo(move || {
            everything.value().map_or(0, |all| {
                let inside = all
                    .conversations
                    .iter()
                    .filter(|known| of.has(known, &all.me) && is_ours(known));
                inside.map(|known| u64::from(known.unread)).fold(0_u64, u64::saturating_add)
            })
        });
        // What is open stays open.
        let address =
            move || Route::Inbox { profile: chosen.get(), shown: of.key().to_owned() }.address();
        let here = move || (shown.get() == of).then_some("true");
        view! {
            <a class="inbox-tab" href=address aria-current=here>
                {t(of.name())}
                {live(move || match unread.get() {
                    0 => ().into_any(),
                    count => view! { <span class="count-badge">{figures().count(count)}</span> }.into_any(),
                })}
            </a>
        }
    };
    view! {
        <nav class="inbox-tabs" aria-label=t(inbox::LISTS)>{Shown::EVERY.into_iter().map(tab).views()}</nav>
    }
    .into_any()
}

fn lines(
    everything: Remote<Everything>,
    (chosen, shown): (Memo<String>, Memo<Shown>),
    words: RwSignal<String>,
) -> AnyView {
    let found = memo(move || {
        let Some(all) = everything.value() else { return Vec::new() };
        let (words, shown) = (words.get(), shown.get());
        let fits = |known: &Conversation| {
            let said = [line::called(known), known.last.text.clone(), known.labels.join(" ")];
            shown.has(known, &all.me) && search::finds(&words, &said.join(" "))
        };
        all.conversations.into_iter().filter(fits).collect::<Vec<_>>()
    });
    let profiles = move || {
        let name = |known: &Conversation| known.person.profile.to_string();
        found.with(|found| found.iter().map(name).collect::<Vec<_>>())
    };
    let one = move |profile: String| {
        Memo::new(move |before: Option<&Option<Conversation>>| {
            let is_it = |known: &&Conversation| known.person.profile.as_str() == profile;
            let now = found.with(|found| found.iter().find(is_it).cloned());
            // A line on its way out keeps what it showed.
            now.or_else(|| before.cloned().flatten())
        })
    };
    view! {
        <ul class="inbox-lines">
            {keyed(profiles, move |profile| line::line(one(profile), everything, (chosen, shown)))}
        </ul>
        {live(move || found.with(Vec::is_empty).then(|| {
            let none = if words.with(String::is_empty) { shown.get().none() } else { common::NO_MATCHES };
            view! { <p class="muted inbox-none" role="status">{t(none)}</p> }
        }).into_any())}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn conversation(profile: &str, at: i64, status: &serde_json::Value) -> Conversation {
        serde_json::from_value(json!({
            "person": {
                "profile": profile, "first_seen": 0, "last_seen": at, "online": true, "visits": 1, "cart_minor": 0,
                "orders": 0, "spend_minor": 0, "hesitation": 0, "holdout": false, "consented": false,
                "conversation": status,
            },
            "last": {"at": at, "from": "visitor", "text": "hello"}, "unread": 1,
        }))
        .unwrap()
    }

    #[test]
    fn a_conversation_that_goes_on_moves_to_the_top_once() {
        let mut all = Everything {
            conversations: vec![
                conversation("a", 30, &json!({"status": "open"})),
                conversation("b", 20, &json!({"status": "open"})),
            ],
            colleagues: vec![],
            canned_replies: vec![],
            viewing: vec![],
            me: "op-1".into(),
        };
        take(&mut all, conversation("b", 40, &json!({"status": "open"})));
        take(&mut all, conversation("c", 35, &json!({"status": "open"})));
        let order: Vec<_> =
            all.conversations.iter().map(|known| known.person.profile.as_str()).collect();
        assert_eq!(order, ["b", "c", "a"]);
    }

    #[test]
    fn each_list_has_what_is_its_own() {
        let mut mine = conversation("a", 1, &json!({"status": "human", "since": 0}));
        mine.assignee = "op-1".parse().ok();
        let waits = conversation("b", 1, &json!({"status": "pending", "since": 0}));
        let open = conversation("c", 1, &json!({"status": "open"}));
        let has = |shown: Shown| [&mine, &waits, &open].map(|known| shown.has(known, "op-1"));
        assert_eq!(has(Shown::Mine), [true, false, false]);
        assert_eq!(has(Shown::Unassigned), [false, true, false]);
        assert_eq!(has(Shown::All), [true, true, true]);
        assert_eq!(has(Shown::Mentions), [false, false, false]);
    }
}
