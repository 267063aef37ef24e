package io.aramaki.inventory.grpc;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.enrolment.Enrolments;
import io.aramaki.inventory.domain.enrolment.Holder;
import io.aramaki.inventory.domain.enrolment.Renewals;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.RenewCertificateRequest;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.type.v1.SignedKeySet;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/// `EnrolmentService` on the wire.
final class EnrolmentEndpoint extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {
  private final Enrolments enrolments;
  private final Renewals renewals;
  private final Agents agents;
  private final Supplier<SignedKeySet> keySet;
  private final Names names;

  EnrolmentEndpoint(
      Enrolments enrolments,
      Renewals renewals,
      Agents agents,
      Supplier<SignedKeySet> keySet,
      Names names) {
    this.enrolments = enrolments;
    this.renewals = renewals;
    this.agents = agents;
    this.keySet = keySet;
    this.names = names;
  }

  @Override
  public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> observer) {
    Unary.answer(
        observer,
        () ->
            map(
                enrolments.enrol(
                    request.getTokenId(),
                    request.getSecret().toByteArray(),
                    request.getCertificateRequest().toByteArray())));
  }

  @Override
  public void renewCertificate(
      RenewCertificateRequest request, StreamObserver<EnrolResponse> observer) {
    Unary.answer(observer, () -> map(renew(request.getCertificateRequest().toByteArray())));
  }

  private Enrolments.Enrolled renew(byte[] request) {
    return switch (Caller.current()) {
      case Caller.Agent agent -> {
        var id = new AgentId(agent.name().substring(agent.name().lastIndexOf('/') + 1));
        yield renewals.renewAgent(id, agent.certificate().hex(), request);
      }
      case Caller.Service service -> {
        var identity = service.identity();
        var holder = new Holder.ForService(identity.name(), identity.instance());
        yield renewals.renewService(holder, service.certificate().hex(), request);
      }
      case Caller.Person _, Caller.Anyone _ ->
          throw new IllegalStateException("admitted by mistake");
    };
  }

  private EnrolResponse map(Enrolments.Enrolled enrolled) {
    var certificate = enrolled.certificate();
    var answer =
        EnrolResponse.newBuilder()
            .setName(enrolled.holder().in(names.org()))
            .setKeySet(keySet.get())
            .setExpireTime(Times.timestamp(certificate.expireTime()));
    certificate.chain().forEach(der -> answer.addCertificateChain(ByteString.copyFrom(der)));
    switch (enrolled.holder()) {
      case Holder.ForAgent agent -> answer.setSystem(names.of(agents.get(agent.agent()).system()));
      case Holder.ForService _ -> {}
    }
    return answer.build();
  }
}
