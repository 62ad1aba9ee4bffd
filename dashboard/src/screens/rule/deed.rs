//! The fields of one action: the rule's own, or that of a variation of its experiment.

use leptos::prelude::*;
use shared::catalog::Better;

use super::RuleForm;
use crate::{
    edit::{
        action::{ActionDraft, Deed},
        rule::action_field,
    },
    i18n::{Text, common, rules, t},
    state::{
        derived::{derived, memo},
        locale,
    },
    ui::{
        choice::{Segmented, Select},
        field::{Bound, LongField, TextField, bound, fault_line, fault_of, fresh_id},
        list::live,
    },
};

const DEEDS: [(&str, Deed, Text); 5] = [
    ("offer", Deed::Offer, rules::DEED_OFFER),
    ("better", Deed::RecommendBetter, rules::DEED_BETTER),
    ("complements", Deed::RecommendComplements, rules::DEED_COMPLEMENTS),
    ("say", Deed::Say, rules::DEED_SAY),
    ("nothing", Deed::Nothing, rules::DEED_NOTHING),
];

/// An action of the form.
#[derive(Clone, Copy)]
pub(super) struct Deeds {
    /// The form.
    pub(super) form: RuleForm,
    /// Which variation of the experiment; none for the rule's own.
    pub(super) variation: Option<usize>,
}

impl Deeds {
    fn with<T>(self, read: impl FnOnce(&ActionDraft) -> T) -> T {
        self.form.draft.with(|draft| {
            let split = draft.split.as_ref().zip(self.variation);
            let own = split.and_then(|(split, number)| split.actions.get(number));
            // A variation on its way out shows what the rule does.
            read(own.unwrap_or(&draft.action))
        })
    }

    fn update(self, write: impl FnOnce(&mut ActionDraft)) {
        self.form.draft.update(|draft| match (self.variation, &mut draft.split) {
            (None, _) => write(&mut draft.action),
            (Some(number), Some(split)) => {
                if let Some(action) = split.actions.get_mut(number) {
                    write(action);
                }
            }
            (Some(_), None) => {}
        });
    }

    /// The name of a field of this action in the API.
    fn field(self, name: &str) -> String {
        [action_field(self.variation).as_str(), ".", name].concat()
    }
}

/// The choice of what is done, with the fields that it needs.
pub(super) fn action_fields(of: Deeds) -> AnyView {
    let deed = memo(move || of.with(|action| action.deed));
    let key = Bound::new(
        move || {
            let known = DEEDS.iter().find(|(_, known, _)| *known == deed.get());
            known.map_or("", |(key, ..)| key).to_owned()
        },
        move |key| {
            if let Some((_, deed, _)) = DEEDS.iter().find(|(known, ..)| *known == key) {
                of.update(|action| action.deed = *deed);
            }
        },
    );
    let deeds =
        derived(|| DEEDS.map(|(key, _, words)| (key.to_owned(), t(words)().to_owned())).to_vec());
    view! {
        <Select label=rules::DEED value=key options=deeds name=action_field(of.variation)/>
        {live(move || match deed.get() {
            Deed::Offer => offer(of),
            Deed::RecommendBetter => {
                view! { {words(of, rules::INTRO, "intro")} {better(of)} }.into_any()
            }
            Deed::RecommendComplements => words(of, rules::INTRO, "intro"),
            Deed::Say => words(of, rules::SAYS, "text"),
            Deed::Nothing => ().into_any(),
        })}
    }
    .into_any()
}

fn offer(of: Deeds) -> AnyView {
    let options = derived(move || {
        let offers = of.form.published().map(|config| config.offers).unwrap_or_default();
        let choose = (String::new(), t(rules::OFFER_CHOOSE)().to_owned());
        let named = offers
            .into_iter()
            .map(|offer| (offer.id.to_string(), offer.title.get(locale::current()).to_owned()));
        core::iter::once(choose).chain(named).collect::<Vec<_>>()
    });
    let none = move || options.with(|options| options.len() < 2);
    view! {
        <Select
            label=rules::OFFER value=bound!(of.offer) options=options name=of.field("offer")
            faults=of.form.faults
        />
        {live(move || none().then(|| view! {
            <p class="muted small">
                {t(rules::OFFER_NONE)} " " <a class="link" href="#/offers/new">{t(rules::OFFER_MAKE)}</a>
            </p>
        }).into_any())}
    }
    .into_any()
}

/// A text in both languages, side by side.
fn words(of: Deeds, label: Text, name: &str) -> AnyView {
    let fault = fault_of(Some(of.form.faults), of.field(name));
    view! {
        <fieldset class="languages">
            <legend>{t(label)}</legend>
            <div class="field-row">
                <LongField label=common::IN_CHINESE value=bound!(of.words_zh) name="words_zh"/>
                <LongField label=common::IN_ENGLISH value=bound!(of.words_en) name="words_en"/>
            </div>
            {fault_line(fresh_id("words-fault"), fault)}
        </fieldset>
    }
    .into_any()
}

fn better(of: Deeds) -> AnyView {
    let better = Bound::new(
        move || {
            of.with(|action| match action.better {
                Better::Higher => "higher".to_owned(),
                Better::Lower => "lower".to_owned(),
            })
        },
        move |key| {
            let better = if key == "lower" { Better::Lower } else { Better::Higher };
            of.update(|action| action.better = better);
        },
    );
    let label_fault = fault_of(Some(of.form.faults), of.field("strategy.label"));
    view! {
        <div class="field-row">
            <TextField
                label=rules::BY_ATTRIBUTE value=bound!(of.attribute) name=of.field("strategy.attribute")
                faults=of.form.faults hint=rules::BY_ATTRIBUTE_HINT
            />
            <Segmented
                label=rules::BETTER value=better
                options=vec![("higher", rules::BETTER_HIGHER), ("lower", rules::BETTER_LOWER)]
            />
        </div>
        <fieldset class="languages">
            <legend>{t(rules::LABEL)}</legend>
            <div class="field-row">
                <TextField label=common::IN_CHINESE value=bound!(of.label_zh) name="label_zh"/>
                <TextField label=common::IN_ENGLISH value=bound!(of.label_en) name="label_en"/>
            </div>
            {fault_line(fresh_id("label-fault"), label_fault)}
        </fieldset>
    }
    .into_any()
}
