//! The way up for what is not the answer to one question: a session renewed, a page read, a countdown that moved.
//!
//! The program defines what news there is (an enum of its own); this is only the channel.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::runtime::Wake;

/// The window's end of the channel. It is emptied once a frame, drawn or not.
#[derive(Debug)]
pub struct News<N>(Receiver<N>);

impl<N> News<N> {
    pub(super) fn new(wake: Wake) -> (NewsSender<N>, Self) {
        let (sender, receiver) = channel();
        (NewsSender { sender, wake }, Self(receiver))
    }

    /// Everything that has come since the last time, oldest first. Never waits.
    pub fn drain(&self) -> impl Iterator<Item = N> + '_ {
        self.0.try_iter()
    }
}

/// An end for those who have something to tell. Clones are cheap and may go to any thread.
pub struct NewsSender<N> {
    sender: Sender<N>,
    wake: Wake,
}

impl<N> Clone for NewsSender<N> {
    fn clone(&self) -> Self {
        Self { sender: self.sender.clone(), wake: Wake::clone(&self.wake) }
    }
}

impl<N> std::fmt::Debug for NewsSender<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewsSender")
    }
}

impl<N> NewsSender<N> {
    /// Tells the window, and wakes it. When the window is gone nobody is told, and nothing breaks.
    pub fn send(&self, news: N) {
        if self.sender.send(news).is_ok() {
            (self.wake)();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use crate::worker::testing::{counting_worker, worker};

    #[test]
    fn news_from_several_threads_all_arrive_and_each_wakes_the_window() {
        let (worker, wakes) = counting_worker();
        let (sender, news) = worker.news::<u8>();
        let threads: Vec<_> = (0..4)
            .map(|n| {
                let sender = sender.clone();
                thread::spawn(move || sender.send(n))
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        let mut heard: Vec<u8> = news.drain().collect();
        heard.sort_unstable();
        assert_eq!(heard, [0, 1, 2, 3]);
        assert_eq!(wakes.count(), 4);
        assert_eq!(news.drain().count(), 0, "news is told once");
    }

    #[test]
    fn news_of_one_sender_keep_their_order() {
        let (sender, news) = worker().news();
        for page in 1..=50 {
            sender.send(page);
        }
        assert_eq!(news.drain().collect::<Vec<i32>>(), (1..=50).collect::<Vec<_>>());
    }

    #[test]
    fn news_is_there_before_the_window_is_woken() {
        let (worker, wakes) = counting_worker();
        let (sender, news) = worker.news();
        wakes.hold();
        let teller = thread::spawn(move || sender.send("renewed"));
        wakes.wait_for(1);
        assert_eq!(news.drain().collect::<Vec<_>>(), ["renewed"]);
        wakes.let_go();
        teller.join().unwrap();
    }

    #[test]
    fn news_for_a_window_that_is_gone_wake_nobody() {
        let (worker, wakes) = counting_worker();
        let (sender, news) = worker.news();
        drop(news);
        sender.send(1);
        assert_eq!(wakes.count(), 0);
    }
}
