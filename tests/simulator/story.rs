//! Telling many stories, and saying of a broken law how to see it again.

use std::{
    env,
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use crate::{
    bug::Bug,
    law::Broken,
    shops::Shops,
    world::{Plan, Seen, World},
};

/// People of each tenant in an ordinary story, and what each of them does.
pub const PEOPLE_EACH: usize = 3;
pub const ACTS_EACH: u32 = 12;

/// Seeds that are told where the environment does not say.
const SEEDS: u64 = 10_000;

/// Times a story is told again to find out how little of it is needed.
const SHORTENINGS: u32 = 24;

/// The ordinary story of a seed.
pub const fn plan(seed: u64) -> Plan {
    Plan {
        seed,
        people_each: PEOPLE_EACH,
        acts_each: ACTS_EACH,
        steps_max: u64::MAX,
        bug: None,
        watch: None,
    }
}

/// The same with a bug in it, watched for the law that it breaks.
pub const fn with(bug: Bug, seed: u64) -> Plan {
    Plan { bug: Some(bug), watch: Some(bug.breaks()), ..plan(seed) }
}

/// How many seeds to tell: `PROFFER_SEEDS`, else [`SEEDS`].
pub fn seeds() -> u64 {
    number("PROFFER_SEEDS").unwrap_or(SEEDS)
}

/// The one seed to tell, if there is one: `PROFFER_SEED`.
pub fn seed() -> Option<u64> {
    number("PROFFER_SEED")
}

#[expect(clippy::disallowed_methods, reason = "tests have no settings but the environment")]
fn number(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, not a number")))
}

/// Tells one story.
pub fn tell(shops: &Shops, plan: Plan) -> Result<Seen, (Broken, Seen)> {
    let mut world = World::new(shops, plan);
    match world.run() {
        Ok(()) => Ok(world.seen),
        Err(broken) => Err((broken, world.seen)),
    }
}

/// The sum of what many stories saw.
pub fn tell_all(
    shops: &Shops,
    seeds: u64,
    plan: impl Fn(u64) -> Plan + Sync,
) -> Result<Seen, (Plan, Broken, Seen)> {
    let next = AtomicU64::new(0);
    // The smallest seed that broke something: what is told does not depend on who was faster.
    let worst = AtomicU64::new(u64::MAX);
    let tell_some = || {
        let mut sum = Seen::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seeds <= seed || worst.load(Ordering::Relaxed) < seed {
                return sum;
            }
            // A panic of the core is a failure of its story, and names its seed.
            let told = catch_unwind(AssertUnwindSafe(|| tell(shops, plan(seed))));
            match told {
                Ok(Ok(seen)) => sum.add(seen),
                Ok(Err(_)) | Err(_) => {
                    worst.fetch_min(seed, Ordering::Relaxed);
                }
            }
        }
    };
    let mut sum = Seen::default();
    thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(2, usize::from);
        let tellers: Vec<_> = (0..cores).map(|_| scope.spawn(tell_some)).collect();
        for teller in tellers {
            sum.add(teller.join().expect("a teller"));
        }
    });
    match worst.into_inner() {
        u64::MAX => Ok(sum),
        seed => match tell(shops, plan(seed)) {
            Ok(_) => panic!("seed {seed} is told in two ways"),
            Err((broken, seen)) => Err((plan(seed), broken, seen)),
        },
    }
}

/// A broken law with everything needed to see it again.
pub fn explain(shops: &Shops, plan: Plan, broken: &Broken, seen: Seen) -> String {
    let (short, broken_short) = shorten(shops, plan, broken, seen);
    let mut world = World::new(shops, short);
    world.log = Some(std::collections::VecDeque::new());
    world.log_who = broken.who;
    let _ = world.run();
    let mut text = format!("\nseed {}, step {}: {broken}\n", plan.seed, seen.steps);
    if short.steps_max < seen.steps {
        let _ = writeln!(text, "after {} steps already: {broken_short}", short.steps_max);
    }
    let _ = writeln!(text, "told again by: PROFFER_SEED={} cargo xtask test sim", plan.seed);
    let _ = writeln!(text, "the end of it, with {:?}:", world.drawn);
    for line in world.log.into_iter().flatten() {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// The same story cut off as early as it still breaks the same law.
fn shorten(shops: &Shops, plan: Plan, broken: &Broken, seen: Seen) -> (Plan, Broken) {
    let (mut best, mut best_broken) = (Plan { steps_max: seen.steps, ..plan }, broken.clone());
    let mut low = 0;
    for _ in 0..SHORTENINGS {
        if best.steps_max <= low + 1 {
            break;
        }
        let steps_max = low + (best.steps_max - low) / 2;
        match tell(shops, Plan { steps_max, ..plan }) {
            Err((again, _)) if again.law == broken.law => {
                (best, best_broken) = (Plan { steps_max, ..plan }, again);
            }
            Ok(_) | Err(_) => low = steps_max,
        }
    }
    (best, best_broken)
}

impl Seen {
    /// Adds what another story saw.
    pub fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.turns += other.turns;
        self.crashes += other.crashes;
        self.lost += other.lost;
        self.given += other.given;
        self.marketing += other.marketing;
        self.held += other.held;
        self.ordered += other.ordered;
        self.credited += other.credited;
        self.erased += other.erased;
        self.withdrawn += other.withdrawn;
        self.explained += other.explained;
        self.human += other.human;
        self.birthdays += other.birthdays;
    }
}
