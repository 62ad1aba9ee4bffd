//! The conversation that is open: the log, the answer, what may be done with it.

use core::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use shared::{
    conversation::{Message, Status},
    wire::{
        admin::VisitorDetail,
        inbox::{Conversation, Inbox, InboxStep},
    },
};

use super::{canned, handover, is_ours, labels, notes};
use crate::{
    api::{self, Remote, remote},
    i18n::{conversation, inbox, t, tf},
    screens::{
        visitor::{Pen, composer, deeds, log, messages_of, name_of, standing_badge},
        visitors::line::called,
    },
    state::{
        clock,
        derived::{derived, memo},
        locale, notices,
        route::Route,
    },
    ui::{
        choice::{Labelled, Select},
        empty::Empty,
        field::Bound,
        icon::{Icon, icon},
        list::live,
        staged,
    },
};

/// What is not pushed, such as what the assistant says meanwhile, is asked for so often.
const AGAIN: Duration = Duration::from_secs(4);

/// What the parts of an open conversation share.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    /// Everything beside it.
    pub(super) everything: Remote<Inbox>,
    /// The conversation as the list has it; none where it is too old for the list.
    pub(super) conversation: Memo<Option<Conversation>>,
    /// The person.
    pub(super) person: Remote<VisitorDetail>,
    /// What was said, oldest first.
    pub(super) messages: Memo<Vec<Message>>,
    /// What is written and not yet sent.
    pub(super) draft: RwSignal<String>,
    /// With whom.
    pub(super) profile: StoredValue<String>,
}

impl Opened {
    /// Does something with the conversation, and says `done` when it is done.
    pub(super) fn step(self, step: InboxStep, done: impl FnOnce(&Conversation) + 'static) {
        let profile = self.profile.get_value();
        spawn_local(async move {
            match api::inbox_step(&profile, &step).await {
                Ok(now) => {
                    done(&now);
                    self.put(&now);
                }
                Err(failure) => notices::failed(failure.line(locale::current())),
            }
        });
    }

    fn put(self, now: &Conversation) {
        self.everything.change(|all| {
            let known = all.conversations.iter_mut();
            for known in known.filter(|known| known.person.profile == now.person.profile) {
                known.clone_from(now);
            }
        });
    }
}

/// Draws it; nothing is open where `profile` is empty.
pub(super) fn opened(everything: Remote<Inbox>, profile: String) -> AnyView {
    if profile.is_empty() {
        return view! {
            <section class="card inbox-none-open">
                <Empty picture=Icon::Message title=inbox::PICK hint=inbox::PICK_HINT/>
            </section>
        }
        .into_any();
    }
    let (of, here) = (profile.clone(), profile.clone());
    let person = remote(move || api::visitor(&of));
    let conversation = memo(move || {
        let all = everything.value()?;
        all.conversations.into_iter().find(|known| known.person.profile.as_str() == here)
    });
    // Who wrote meanwhile, or was written to, is asked about anew.
    Effect::new(move |before: Option<Option<_>>| {
        let now = conversation.with(|known| {
            known.as_ref().map(|known| (known.last.clone(), known.person.conversation))
        });
        if before.is_some_and(|before| before != now) {
            person.ask_again();
        }
        now
    });
    clock::every(AGAIN, move || person.ask_again());
    let messages = memo(move || {
        person.value().map(|person| messages_of(&person.timeline)).unwrap_or_default()
    });
    let open = Opened {
        everything,
        conversation,
        person,
        messages,
        draft: RwSignal::new(String::new()),
        profile: StoredValue::new(profile),
    };
    see(open);
    view! {
        <section class="card inbox-talk" aria-label=t(conversation::TITLE)>
            {staged::kept(person, 8, move || talk(open))}
        </section>
        <div class="inbox-side">
            {staged::kept(person, 4, move || view! {
                {handover::handover(open)}
                {notes::notes(open)}
                {labels::labels(open)}
            })}
        </div>
    }
    .into_any()
}

/// What is open is seen.
fn see(open: Opened) {
    let has_news = memo(move || {
        open.conversation.with(|known| known.as_ref().is_some_and(|known| 0 < known.unread))
    });
    Effect::new(move |_| {
        if has_news.get() {
            open.step(InboxStep::Seen, |_| ());
        }
    });
}

fn talk(open: Opened) -> AnyView {
    let Opened { everything, person, messages, draft, profile, .. } = open;
    let status =
        memo(move || person.value().map(|person| person.summary.conversation).unwrap_or_default());
    let told = Callback::new(move |()| {
        person.ask_again();
        everything.ask_again();
    });
    let colleagues =
        derived(move || everything.value().map(|all| all.colleagues).unwrap_or_default());
    let pen = Pen { profile: profile.get_value(), text: draft, colleagues, told };
    view! {
        {head(open, status)}
        {live(move || also_here(open))}
        <div class="inbox-log">{live(move || log(&messages.get()))}</div>
        {canned::canned(open)}
        <div data-reply="">{composer(pen)}</div>
        {deeds(profile.get_value(), status, told)}
    }
    .into_any()
}

fn head(open: Opened, status: Memo<Status>) -> AnyView {
    let profile = open.profile.get_value();
    let name =
        move || open.person.value().map(|person| called(&person.summary)).unwrap_or_default();
    let address = Route::Visitor { profile, decision: None }.address();
    view! {
        <header class="inbox-head">
            <a class="back inbox-back" href="#/inbox">{icon(Icon::Back)} {t(inbox::BACK)}</a>
            <div class="inbox-who">
                <h2>{name}</h2>
                {standing_badge(status)}
            </div>
            <div class="inbox-head-deeds">
                {live(move || assignee(open))}
                <a class="button small" href=address>{t(inbox::PERSON_PAGE)}</a>
            </div>
        </header>
    }
    .into_any()
}

/// Who has it, to be changed with one choice. What the assistant has is nobody's.
fn assignee(open: Opened) -> AnyView {
    let is_shown = open.conversation.with(|known| known.as_ref().is_some_and(is_ours));
    if !is_shown {
        return ().into_any();
    }
    let who = move || {
        open.conversation.with(|known| {
            let who = known.as_ref().and_then(|known| known.assignee.as_ref());
            who.map(ToString::to_string).unwrap_or_default()
        })
    };
    let give = move |to: String| {
        open.step(InboxStep::Assign(to.parse().ok()), move |_| {
            let colleagues = open.everything.value().map(|all| all.colleagues).unwrap_or_default();
            let says = if to.is_empty() {
                t(inbox::ASSIGNED_NOBODY)().to_owned()
            } else {
                tf(inbox::ASSIGNED, &[("name", &name_of(&colleagues, &to))])
            };
            notices::done(says);
        });
    };
    let options = derived(move || {
        let colleagues = open.everything.value().map(|all| all.colleagues).unwrap_or_default();
        let nobody = (String::new(), t(inbox::NOBODY)().to_owned());
        let others = colleagues.into_iter().map(|one| (one.operator.to_string(), one.name));
        [nobody].into_iter().chain(others).collect::<Vec<_>>()
    });
    view! {
        <Select
            label=inbox::ASSIGNEE value=Bound::new(who, give) options=options name="assignee"
            labelled=Labelled::Unseen
        />
    }
    .into_any()
}

/// Which colleagues look at it too.
fn also_here(open: Opened) -> AnyView {
    let Some(all) = open.everything.value() else { return ().into_any() };
    let profile = open.profile.get_value();
    let names: Vec<String> = all
        .viewing
        .iter()
        .filter(|view| view.profile.as_str() == profile && view.operator != all.me)
        .map(|view| name_of(&all.colleagues, &view.operator))
        .collect();
    if names.is_empty() {
        return ().into_any();
    }
    let names = names.join(t(crate::i18n::facts::LIST_AND)());
    view! { <p class="inbox-also" role="status">{icon(Icon::Visitors)} {tf(inbox::ALSO_HERE, &[("names", &names)])}</p> }
        .into_any()
}
