import StateProtocol

/// The answer to one line: to one request, or to all of a batch.
///
/// It is given once, when every request of the line is answered; nil where none wants an answer.
final class Reply {
    private let give: (JSONValue?) -> Void
    private var isBatch = false
    private var open = 1
    private var responses: [JSONValue] = []

    init(_ give: @escaping (JSONValue?) -> Void) { self.give = give }

    /// Makes the answer a list with one entry for each of `count` requests; before any is answered.
    func expectBatch(of count: Int) {
        isBatch = true
        open = count
    }

    /// Notes one request's answer; nil for a notification.
    func add(_ response: JSONValue?) {
        if let response { responses.append(response) }
        open -= 1
        guard open == 0 else { return }
        if responses.isEmpty { give(nil) } else { give(isBatch ? .array(responses) : responses[0]) }
    }
}

/// Answers one request; to be used exactly once.
struct Responder {
    let id: JSONValue?
    let reply: Reply

    func succeed(_ result: JSONValue) {
        reply.add(id.map { RPCMessage.response(to: $0, result: result) })
    }

    func fail(_ error: RPCError) {
        reply.add(id.map { RPCMessage.response(to: $0, error: error) })
    }
}
