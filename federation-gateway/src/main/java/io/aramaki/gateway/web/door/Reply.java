package io.aramaki.gateway.web.door;

import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.PeopleSite;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes an answer. Used by the virtual thread that has it; what Vert.x must do itself runs on the
/// request's event loop.
final class Reply {
  private static final String HEAD = "HEAD";
  private static final String LENGTH = "content-length";
  private static final int NO_CONTENT = 204;

  /// Sent with everything: browsers shall run nothing that did not come from here as a file, speak
  /// TLS only, and not show us within other sites.
  private static final Map<String, String> SECURITY =
      Map.of(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
              + " base-uri 'none'",
          "strict-transport-security",
          "max-age=31536000",
          "x-content-type-options",
          "nosniff",
          "x-frame-options",
          "DENY",
          "referrer-policy",
          "same-origin",
          "cross-origin-opener-policy",
          "same-origin",
          "cross-origin-resource-policy",
          "same-origin",
          "permissions-policy",
          "camera=(), microphone=(), geolocation=()");

  private final HttpServerResponse response;
  private final Context context;
  private final String verb;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean gone;
  private boolean writing;
  private boolean full;
  private boolean headWritten;
  private @Nullable Thread reader;

  Reply(HttpServerResponse response, Context context, String verb) {
    this.response = response;
    this.context = context;
    this.verb = verb;
    response.closeHandler(_ -> leave());
    response.exceptionHandler(_ -> leave());
    response.drainHandler(_ -> written(false));
  }

  /// The thread that is to be interrupted when the reader is gone.
  void attach(Thread thread) {
    lock.lock();
    try {
      reader = thread;
    } finally {
      lock.unlock();
    }
  }

  void whole(Answer.Whole answer) {
    bytes(answer, answer.body().getBytes(StandardCharsets.UTF_8));
  }

  void binary(Answer.Binary answer) {
    var body = new byte[answer.body().remaining()];
    answer.body().duplicate().get(body);
    bytes(answer, body);
  }

  private void bytes(Answer answer, byte[] body) {
    detach();
    context.runOnContext(_ -> {
      if (response.ended() || response.closed()) {
        return;
      }
      head(answer);
      if (answer.status() != NO_CONTENT) {
        response.putHeader(LENGTH, Integer.toString(body.length));
      }
      if (verb.equals(HEAD)) {
        response.end();
      } else {
        response.end(Buffer.buffer(body));
      }
    });
  }

  /// Lets the producer write, and returns when the reader has taken it. Ends with an error of its
  /// own if it fails before it wrote anything.
  void streamed(Ask ask, Answer.Streamed answer, PeopleSite site) throws InterruptedException {
    if (verb.equals(HEAD)) {
      whole(new Answer.Whole(answer.status(), answer.headers(), ""));
      return;
    }
    var pieces = new Pieces(answer);
    try {
      answer.producer().produce(pieces);
      if (!pieces.ended) {
        context.runOnContext(_ -> end(answer, Buffer.buffer(), false));
      }
      awaitTaken();
      detach();
    } catch (Failure e) {
      if (headWritten) {
        throw e;
      }
      whole(site.failed(ask, e.error()));
    }
  }

  /// Takes what a producer writes.
  private final class Pieces implements Answer.Sink {
    private final Answer.Streamed answer;
    private boolean ended;

    Pieces(Answer.Streamed answer) {
      this.answer = answer;
    }

    @Override
    public void write(byte[] piece) throws InterruptedException {
      Reply.this.write(piece, buffer -> writeNow(answer, buffer));
    }

    @Override
    public void last(byte[] piece) throws InterruptedException {
      ended = true;
      boolean only = !headWritten;
      Reply.this.write(piece, buffer -> end(answer, buffer, only));
    }
  }

  /// Waits until the piece before is on its way, so that the next one is made meanwhile.
  private void write(byte[] piece, Consumer<Buffer> writer) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitTaken();
      headWritten = true;
      writing = true;
      context.runOnContext(_ -> writer.accept(Buffer.buffer(piece)));
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the reader can take more than was written.
  private void awaitTaken() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!gone && (writing || full)) {
        changed.await();
      }
      if (gone) {
        throw new InterruptedException("the reader is gone");
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeNow(Answer answer, Buffer piece) {
    if (response.ended() || response.closed()) {
      leave();
    } else {
      begin(answer);
      response.write(piece);
      written(response.writeQueueFull());
    }
  }

  /// The end is not waited for: what is left is one piece, as an answer that is written whole.
  ///
  /// @param only true if nothing came before
  private void end(Answer answer, Buffer last, boolean only) {
    if (response.ended() || response.closed()) {
      leave();
    } else {
      if (only) {
        head(answer);
        response.putHeader(LENGTH, Integer.toString(last.length()));
      } else {
        begin(answer);
      }
      response.end(last);
      written(false);
    }
  }

  private void begin(Answer answer) {
    if (!response.headWritten()) {
      head(answer);
      response.setChunked(true);
      response.writeHead();
    }
  }

  private void head(Answer answer) {
    response.setStatusCode(answer.status());
    SECURITY.forEach(response::putHeader);
    response.putHeader("cache-control", "no-store");
    answer.headers().forEach(response::putHeader);
  }

  /// Ends without a good end, so that the reader notices that something is missing.
  void abandon() {
    detach();
    context.runOnContext(_ -> {
      if (!response.ended() && !response.closed()) {
        response.reset();
      }
    });
  }

  private void detach() {
    lock.lock();
    try {
      reader = null;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      gone = true;
      if (reader != null) {
        reader.interrupt();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void written(boolean queueFull) {
    lock.lock();
    try {
      writing = false;
      full = queueFull;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
