//! A server at this machine that answers every request alike.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
};

pub(crate) struct Server {
    pub(crate) url: String,
    requests: Receiver<String>,
}

impl Server {
    /// Answers with these bytes, whatever they are.
    pub(crate) fn raw(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |mut stream| {
            let _ = stream.write_all(&answer);
            let _ = stream.shutdown(Shutdown::Write);
            // Until the reader has gone: what is closed with bytes unread is reset, and the answer with it.
            let _ = stream.read_to_end(&mut vec![]);
        })
    }

    pub(crate) fn new(status: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self::raw(format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{body}"))
    }

    pub(crate) fn json(body: &str) -> Self {
        Self::new("200 OK", "content-type: application/json\r\n", body)
    }

    /// Answers with these bytes, and never ends.
    pub(crate) fn hanging(answer: &'static str) -> Self {
        Self::start(move |mut stream| {
            let _ = stream.write_all(answer.as_bytes());
            let _ = stream.read_to_end(&mut vec![]);
        })
    }

    /// The first line and the headers of the request that came.
    pub(crate) fn request(&self) -> String {
        self.requests.recv().unwrap()
    }

    fn start(answer: impl Fn(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
                let _ = sender.send(head.join("\n"));
                answer(stream);
            }
        });
        Self { url, requests }
    }
}
