package io.aramaki.gateway.grpc.page;

import com.google.protobuf.Duration;
import io.aramaki.alerting.v1.AcknowledgeAlertRequest;
import io.aramaki.alerting.v1.AlertServiceGrpc;
import io.aramaki.alerting.v1.CreateSuppressionRequest;
import io.aramaki.alerting.v1.GetAlertRequest;
import io.aramaki.alerting.v1.ResolveAlertRequest;
import io.aramaki.alerting.v1.Suppression;
import io.aramaki.alerting.v1.SuppressionServiceGrpc;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.inventory.v1.CancelRunRequest;
import io.aramaki.inventory.v1.RunActionRequest;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.monitoring.v1.AddNoteRequest;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.ticketing.v1.CommentTicketRequest;
import io.aramaki.ticketing.v1.RetryTicketRequest;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.aramaki.type.v1.Matcher;
import java.util.Map;

/// What people change with the buttons of the web UI. Whether they may is for the services to
/// decide.
public final class Changes {
  private final PersonCalls calls;
  private final String org;

  /// @param org the organisation's resource name
  public Changes(PersonCalls calls, String org) {
    this.calls = calls;
    this.org = org;
  }

  /// Makes somebody the owner of an alert.
  ///
  /// @param etag of the alert as they saw it
  public void acknowledge(Credential who, String alert, String comment, String etag) {
    calls.call(
        who,
        AlertServiceGrpc.getAcknowledgeAlertMethod(),
        AcknowledgeAlertRequest.newBuilder()
            .setName(name("alerts", alert))
            .setComment(comment)
            .setEtag(etag)
            .build());
  }

  /// Resolves an alert by hand.
  public void resolve(Credential who, String alert, String comment, String etag) {
    calls.call(
        who,
        AlertServiceGrpc.getResolveAlertMethod(),
        ResolveAlertRequest.newBuilder()
            .setName(name("alerts", alert))
            .setComment(comment)
            .setEtag(etag)
            .build());
  }

  /// Silences the check of an alert on its system for a while.
  public void silence(
      Credential who, String alert, java.time.Duration ttl, String reason, String requestId) {
    var known =
        calls.call(
            who,
            AlertServiceGrpc.getGetAlertMethod(),
            GetAlertRequest.newBuilder().setName(name("alerts", alert)).build());
    var silence = Suppression.Silence.newBuilder();
    for (String label : new String[] {"system", "check"}) {
      String value = known.getLabelsMap().getOrDefault(label, "");
      if (!value.isEmpty()) {
        silence.addMatchers(
            Matcher.newBuilder().setName(label).setOp(Matcher.Op.EQUAL).setValue(value));
      }
    }
    calls.call(
        who,
        SuppressionServiceGrpc.getCreateSuppressionMethod(),
        CreateSuppressionRequest.newBuilder()
            .setParent(org)
            .setRequestId(requestId)
            .setSuppression(
                Suppression.newBuilder()
                    .setSystem(known.getSystem())
                    .setSilence(silence)
                    .setReason(reason)
                    .setTtl(Duration.newBuilder().setSeconds(ttl.toSeconds())))
            .build());
  }

  /// Asks for a run.
  ///
  /// @return the id of the run
  public String run(
      Credential who, String action, Map<String, String> parameters, String requestId) {
    String run =
        calls
            .call(
                who,
                RunServiceGrpc.getRunActionMethod(),
                RunActionRequest.newBuilder()
                    .setName(name("actions", action))
                    .putAllParameters(parameters)
                    .setRequestId(requestId)
                    .build())
            .getName();
    return run.substring(run.lastIndexOf('/') + 1);
  }

  /// Cancels a run that was not started.
  public void cancel(Credential who, String action, String run) {
    calls.call(
        who,
        RunServiceGrpc.getCancelRunMethod(),
        CancelRunRequest.newBuilder().setName(name("actions", action) + "/runs/" + run).build());
  }

  /// Writes a note into a system's timeline.
  public void note(Credential who, String system, String text, String requestId) {
    calls.call(
        who,
        TimelineServiceGrpc.getAddNoteMethod(),
        AddNoteRequest.newBuilder()
            .setParent(name("systems", system))
            .setText(text)
            .setRequestId(requestId)
            .build());
  }

  /// Adds a comment to a ticket.
  public void comment(Credential who, String ticket, String text, String requestId) {
    calls.call(
        who,
        TicketServiceGrpc.getCommentTicketMethod(),
        CommentTicketRequest.newBuilder()
            .setName(name("tickets", ticket))
            .setText(text)
            .setRequestId(requestId)
            .build());
  }

  /// Tries a ticket once more.
  public void retry(Credential who, String ticket) {
    calls.call(
        who,
        TicketServiceGrpc.getRetryTicketMethod(),
        RetryTicketRequest.newBuilder().setName(name("tickets", ticket)).build());
  }

  private String name(String collection, String id) {
    return org + "/" + collection + "/" + id;
  }
}
