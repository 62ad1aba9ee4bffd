//! Something that lives at the edge and is shown here: not yet there, there, or failed.
//!
//! When it is asked for again, what was there stays on show until the new answer has come; when
//! the new answer fails, the old one stays with a word about it. An answer that was overtaken by
//! a later question is dropped, and one that says the same as the last changes nothing.
//!
//! What is held is held without its type, so that the machinery of signals is in the module once and not once for
//! each kind of answer; [`Remote`] knows the type and is the only one that puts something in.

use core::{any::Any, future::Future, marker::PhantomData, pin::Pin};
use std::{rc::Rc, sync::Arc};

use leptos::{prelude::*, task::spawn_local};

use super::{Answer, Failure};

type Held = Arc<dyn Any + Send + Sync>;
type Question = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Held, Failure>>>>>;

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
pub(crate) struct Remote<T> {
    // Invariant: what it holds is a `T`.
    core: Core,
    of: PhantomData<fn() -> T>,
}

/// The same, without its type.
#[derive(Clone, Copy)]
pub(crate) struct Core {
    stage: RwSignal<Stage<Held>>,
    question: StoredValue<Question, LocalStorage>,
    same: fn(&Held, &Held) -> bool,
    asked: StoredValue<u32>,
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Remote<T> {}

/// Asks, and keeps asking whenever a signal that `question` reads has changed.
pub(crate) fn remote<T>(question: impl Fn() -> Answer<T> + 'static) -> Remote<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let question = move || -> Pin<Box<dyn Future<Output = Result<Held, Failure>>>> {
        let answer = question();
        Box::pin(async move { answer.await.map(|value| -> Held { Arc::new(value) }) })
    };
    Remote { core: Core::new(Rc::new(question), same::<T>), of: PhantomData }
}

/// Whether two answers say the same.
fn same<T: PartialEq + 'static>(left: &Held, right: &Held) -> bool {
    left.downcast_ref::<T>() == right.downcast_ref::<T>()
}

impl<T: Clone + Send + Sync + 'static> Remote<T> {
    /// How far the answer has come, whatever it says; a view that asks follows.
    pub(crate) fn core(self) -> Core {
        self.core
    }

    /// The answer, if there is one; a view that asks follows.
    pub(crate) fn value(self) -> Option<T> {
        self.core.held().and_then(|held| held.downcast_ref::<T>().cloned())
    }

    /// Puts in an answer that came another way: pushed, or with a change that was sent.
    pub(crate) fn put(self, value: T) {
        self.core.asked.update_value(|asked| *asked = asked.wrapping_add(1));
        self.core.stage.set(Stage::Ready(Arc::new(value)));
    }

    /// Changes the answer in place, if there is one.
    pub(crate) fn change(self, change: impl FnOnce(&mut T)) {
        let Some(mut value) = untrack(|| self.value()) else { return };
        change(&mut value);
        let value: Held = Arc::new(value);
        self.core.stage.update(|stage| match stage {
            Stage::Ready(held) | Stage::Stale(held, _) => *held = value,
            Stage::Loading | Stage::Failed(_) => {}
        });
    }

    /// Asks again; what is there stays until the answer has come.
    pub(crate) fn ask_again(self) {
        self.core.ask_again();
    }
}

impl Core {
    fn new(question: Question, same: fn(&Held, &Held) -> bool) -> Self {
        let core = Self {
            stage: RwSignal::new(Stage::Loading),
            question: StoredValue::new_local(question),
            same,
            asked: StoredValue::new(0),
        };
        Effect::new(move |_| core.ask_again());
        core
    }

    /// How far the answer has come; a view that asks follows.
    pub(crate) fn stage(self) -> Stage<()> {
        self.stage.with(|stage| match stage {
            Stage::Loading => Stage::Loading,
            Stage::Ready(_) => Stage::Ready(()),
            Stage::Stale(_, failure) => Stage::Stale((), failure.clone()),
            Stage::Failed(failure) => Stage::Failed(failure.clone()),
        })
    }

    fn held(self) -> Option<Held> {
        self.stage.with(|stage| match stage {
            Stage::Ready(held) | Stage::Stale(held, _) => Some(Arc::clone(held)),
            Stage::Loading | Stage::Failed(_) => None,
        })
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
            if self.asked.try_get_value() == number {
                self.take(answer);
            }
        });
    }

    /// Takes an answer in, if the page that asked is still there.
    fn take(self, answer: Result<Held, Failure>) {
        let Some(now) = self.stage.try_get_untracked() else { return };
        let stage = match (answer, now) {
            (Ok(new), Stage::Ready(old)) if (self.same)(&new, &old) => return,
            (Ok(value), _) => Stage::Ready(value),
            (Err(failure), Stage::Ready(value) | Stage::Stale(value, _)) => {
                Stage::Stale(value, failure)
            }
            (Err(failure), Stage::Loading | Stage::Failed(_)) => Stage::Failed(failure),
        };
        drop(self.stage.try_set(stage));
    }
}
