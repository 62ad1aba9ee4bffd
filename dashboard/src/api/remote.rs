//! Something that lives at the edge and is shown here: not yet there, there, or failed.
//!
//! When it is asked for again, what was there stays on show until the new answer has come; when
//! the new answer fails, the old one stays with a word about it. An answer that was overtaken by
//! a later question is dropped.

use core::{future::Future, pin::Pin};
use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};

use super::Failure;

type Question<T> = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<T, Failure>>>>>;

/// How far an answer has come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stage<T> {
    /// Asked for the first time.
    Loading,
    /// There.
    Ready(T),
    /// There from before; asking again failed.
    Stale(T, Failure),
    /// Never came.
    Failed(Failure),
}

/// Something that lives at the edge.
#[derive(Debug)]
pub(crate) struct Remote<T: 'static> {
    stage: RwSignal<Stage<T>>,
    question: StoredValue<Question<T>, LocalStorage>,
    asked: StoredValue<u32>,
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Remote<T> {}

/// Asks, and keeps asking whenever a signal that `question` reads has changed.
pub(crate) fn remote<T, F>(question: impl Fn() -> F + 'static) -> Remote<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let question: Question<T> = Rc::new(move || Box::pin(question()));
    let remote = Remote {
        stage: RwSignal::new(Stage::Loading),
        question: StoredValue::new_local(question),
        asked: StoredValue::new(0),
    };
    Effect::new(move |_| remote.ask_again());
    remote
}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// How far the answer has come; a view that asks follows.
    pub(crate) fn stage(self) -> Stage<T> {
        self.stage.get()
    }

    /// The answer, if there is one; a view that asks follows.
    pub(crate) fn value(self) -> Option<T> {
        match self.stage.get() {
            Stage::Ready(value) | Stage::Stale(value, _) => Some(value),
            Stage::Loading | Stage::Failed(_) => None,
        }
    }

    /// Puts in an answer that came another way: pushed, or with a change that was sent.
    pub(crate) fn put(self, value: T) {
        self.asked.update_value(|asked| *asked = asked.wrapping_add(1));
        self.stage.set(Stage::Ready(value));
    }

    /// Changes the answer in place, if there is one.
    pub(crate) fn change(self, change: impl FnOnce(&mut T)) {
        self.stage.update(|stage| match stage {
            Stage::Ready(value) | Stage::Stale(value, _) => change(value),
            Stage::Loading | Stage::Failed(_) => {}
        });
    }

    /// Starts over: what was there is no longer what is asked for.
    pub(crate) fn start_over(self) {
        self.stage.set(Stage::Loading);
        self.ask_again();
    }

    /// Asks again; what is there stays until the answer has come.
    pub(crate) fn ask_again(self) {
        // Gone with the page that asked.
        let Some(answer) = self.question.try_with_value(|question| question()) else { return };
        let number = self.asked.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        spawn_local(async move {
            let answer = answer.await;
            if self.asked.try_get_value() != number {
                return;
            }
            let earlier = match self.stage.try_get_untracked() {
                Some(Stage::Ready(value) | Stage::Stale(value, _)) => Some(value),
                Some(Stage::Loading | Stage::Failed(_)) | None => None,
            };
            let stage = match (answer, earlier) {
                (Ok(value), _) => Stage::Ready(value),
                (Err(failure), Some(value)) => Stage::Stale(value, failure),
                (Err(failure), None) => Stage::Failed(failure),
            };
            drop(self.stage.try_set(stage));
        });
    }
}
