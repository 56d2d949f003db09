//! The oracle: what any payload of a contract means, without any generated code.

use super::decode::Decoder;
use super::encode::Encoder;
use super::fault::cut;
use super::plan::{Plan, Request, Response, TopLevel};
use super::value::Value;

/// The error of a call of an operation that nobody implements; a name that is no text is shown as `?`.
#[must_use]
pub fn unknown_operation(name: &[u8]) -> String {
    let name = std::str::from_utf8(name).map_or("?", cut);
    format!("No handler registered for function {name}")
}

/// Reads and writes payloads as the plan of a contract says. A failure is the text of the error, as every language gives it.
///
/// No arguments and a void result are [`Value::None`], arguments are a [`Value::Record`].
impl Plan {
    /// The payload of a call.
    ///
    /// # Errors
    /// The containers nest too deep, or the value is not of its type.
    pub fn encode_request(&self, request: &Request, value: &Value) -> Result<Vec<u8>, String> {
        match request {
            Request::Empty => Ok(Vec::new()),
            Request::Value(top) => self.encode(top, value),
            Request::Arguments(record) => {
                let mut encoder = Encoder::new(self);
                match encoder.record(record, value) {
                    Ok(()) => Ok(encoder.finish()),
                    Err(fault) => Err(fault.text(&record.root)),
                }
            }
        }
    }

    /// What a call's payload says.
    ///
    /// # Errors
    /// It does not follow the contract.
    pub fn decode_request(&self, request: &Request, payload: &[u8]) -> Result<Value, String> {
        match request {
            Request::Empty => Ok(Value::None),
            Request::Value(top) => self.decode(top, payload),
            Request::Arguments(record) => {
                Decoder::new(self, payload).record(record).map_err(|fault| fault.text(&record.root))
            }
        }
    }

    /// The payload of a result.
    ///
    /// # Errors
    /// As for a request.
    pub fn encode_response(&self, response: &Response, value: &Value) -> Result<Vec<u8>, String> {
        match response {
            Response::Void => Ok(Vec::new()),
            Response::Value(top) => self.encode(top, value),
        }
    }

    /// What a result's payload says.
    ///
    /// # Errors
    /// It does not follow the contract.
    pub fn decode_response(&self, response: &Response, payload: &[u8]) -> Result<Value, String> {
        match response {
            Response::Void => Ok(Value::None),
            Response::Value(top) if payload.is_empty() && top.codec.is_optional() => {
                Ok(Value::None)
            }
            Response::Value(top) => self.decode(top, payload),
        }
    }

    /// One value that is a whole payload.
    ///
    /// # Errors
    /// As for a request.
    pub fn encode(&self, top: &TopLevel, value: &Value) -> Result<Vec<u8>, String> {
        let mut encoder = Encoder::new(self);
        match encoder.value(&top.codec, value) {
            Ok(()) => Ok(encoder.finish()),
            Err(fault) => Err(fault.text(&top.root)),
        }
    }

    /// What a whole payload says.
    ///
    /// # Errors
    /// It does not follow the contract.
    pub fn decode(&self, top: &TopLevel, payload: &[u8]) -> Result<Value, String> {
        Decoder::new(self, payload).value(&top.codec).map_err(|fault| fault.text(&top.root))
    }
}
