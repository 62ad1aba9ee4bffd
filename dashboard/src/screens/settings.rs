//! What holds for the whole workspace: how to install it, who is held out, what the assistant tries, how
//! often people are contacted, and what counts as what.

mod frequency;
mod holdout;
mod install;
mod playbooks;
mod quiet;
mod team;
mod workspace;

use leptos::{prelude::*, task::spawn_local};
use serde_json::{Map, Value};

use crate::{
    api::{self, Answer, Failure, Published, Remote, remote},
    edit::draft::Fault,
    i18n::{common, settings, t, tf},
    state::{locale, notices},
    ui::{
        field::Faults,
        page::{PageHead, titled},
        staged,
    },
};

/// Shows the settings.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let config = remote(api::config);
    view! {
        <PageHead title=titled(common::NAV_SETTINGS) hint=settings::HINT/>
        <div class="settings">
            <install::Install/>
            <team::Team/>
            {staged::kept(config, 8, move || first(config).map(|Published { document, config: known, .. }| {
                let list = |name: &str| document.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
                view! {
                    <workspace::Workspace config=config settings=known.settings/>
                    <holdout::Holdout config=config published=known.holdout/>
                    <playbooks::Playbooks config=config published=list("playbooks")/>
                    <frequency::Frequency config=config published=list("frequency_rules")/>
                    <quiet::Quiet config=config published=known.quiet_hours/>
                }
            }))}
        </div>
    }
}

/// The published config as it first came; the forms keep what is typed after that.
fn first(config: Remote<Published>) -> Option<Published> {
    untrack(move || config.value())
}

/// Writes a part of the document that is published.
type Write = Box<dyn FnOnce(&mut Map<String, Value>) -> Result<(), Vec<Fault>>>;

/// A form that publishes one part of the config.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    config: Remote<Published>,
    /// What is wrong with the form.
    pub(crate) faults: Faults,
    busy: RwSignal<bool>,
}

impl Part {
    /// A form with nothing wrong so far.
    pub(crate) fn new(config: Remote<Published>) -> Self {
        Self { config, faults: RwSignal::new(Vec::new()), busy: RwSignal::new(false) }
    }

    /// Changes what is published now, not what was published when the page was opened, so that a
    /// colleague's edit of another part is not lost; `write` says what is wrong, if anything.
    pub(crate) fn publish(
        self,
        write: impl FnOnce(&mut Map<String, Value>) -> Result<(), Vec<Fault>> + 'static,
    ) {
        let write: Write = Box::new(write);
        self.send(Box::pin(async move {
            let mut document = api::config().await?.document;
            let written = document.as_object_mut().map_or(Ok(()), write);
            match written {
                Ok(()) => api::publish(&document).await.map(Some),
                Err(faults) => {
                    self.faults.set(faults);
                    Ok(None)
                }
            }
        }));
    }

    /// Waits for a request that publishes, and says what came of it.
    pub(crate) fn send(self, request: Answer<Option<Published>>) {
        self.faults.set(Vec::new());
        self.busy.set(true);
        spawn_local(async move {
            let answer = request.await;
            let _gone = self.busy.try_set(false);
            match answer {
                Ok(Some(published)) => self.published(published),
                Ok(None) => {}
                Err(failure) => self.refused(&failure),
            }
        });
    }

    fn published(self, published: Published) {
        let hash: String = published.hash.chars().take(12).collect();
        self.config.put(published);
        notices::done(tf(common::PUBLISHED, &[("hash", &hash)]));
    }

    fn refused(self, failure: &Failure) {
        if !failure.path().is_empty() {
            self.faults.set(vec![Fault::there(failure.path(), failure.detail())]);
        }
        notices::failed(failure.line(locale::current()));
    }
}

/// The button of a part.
pub(crate) fn save_button(part: Part) -> impl IntoView {
    view! {
        <div class="form-foot">
            <button class="button primary" type="submit" disabled=move || part.busy.get()>
                {crate::ui::list::live(move || (if part.busy.get() { t(common::SAVING)() } else { t(common::SAVE)() }).into_any())}
            </button>
        </div>
    }
}
