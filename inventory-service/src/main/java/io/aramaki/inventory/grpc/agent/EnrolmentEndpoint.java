package io.aramaki.inventory.grpc.agent;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.enrolment.Enrolments;
import io.aramaki.inventory.domain.enrolment.Enrolments.Enrolled;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;
import io.aramaki.inventory.domain.enrolment.Renewals;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc.EnrolmentServiceImplBase;
import io.aramaki.inventory.v1.RenewCertificateRequest;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.security.Identity;
import io.grpc.stub.StreamObserver;

/// `EnrolmentService`.
public final class EnrolmentEndpoint extends EnrolmentServiceImplBase {
  private final Enrolments enrolments;
  private final Renewals renewals;
  private final OrganisationKeys keys;
  private final Names names;

  public EnrolmentEndpoint(
      Enrolments enrolments, Renewals renewals, OrganisationKeys keys, Names names) {
    this.enrolments = enrolments;
    this.renewals = renewals;
    this.keys = keys;
    this.names = names;
  }

  @Override
  public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> observer) {
    Unary.answer(
        observer,
        () ->
            response(
                enrolments.enrol(
                    request.getTokenId(),
                    request.getSecret().toByteArray(),
                    request.getCertificateRequest().toByteArray())));
  }

  @Override
  public void renewCertificate(
      RenewCertificateRequest request, StreamObserver<EnrolResponse> observer) {
    Unary.answer(observer, () -> response(renew(request.getCertificateRequest().toByteArray())));
  }

  private Enrolled renew(byte[] request) {
    return switch (Caller.current()) {
      case Caller.Agent agent ->
          renewals.renewAgent(names.agent(agent.name()), agent.certificate().hex(), request);
      case Caller.Service service -> {
        Identity identity = service.identity();
        yield renewals.renewService(
            new ForService(identity.name(), identity.instance()),
            service.certificate().hex(),
            request);
      }
      case Caller.Person _, Caller.Anyone _ ->
          throw new IllegalStateException("the declaration admits agents and services only");
    };
  }

  private EnrolResponse response(Enrolled enrolled) {
    var response =
        EnrolResponse.newBuilder()
            .setName(enrolled.holder().in(names.org()))
            .setKeySet(keys.trusted().signed())
            .setExpireTime(Times.timestamp(enrolled.certificate().expireTime()));
    enrolled.certificate().chain().stream()
        .map(ByteString::copyFrom)
        .forEach(response::addCertificateChain);
    if (enrolled.holder() instanceof ForAgent holder) {
      response.setSystem(holder.system().in(names.org()));
    }
    return response.build();
  }
}
