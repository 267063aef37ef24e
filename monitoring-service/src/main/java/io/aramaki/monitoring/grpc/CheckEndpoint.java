package io.aramaki.monitoring.grpc;

import com.google.protobuf.Empty;
import io.aramaki.kit.grpc.FieldMasks;
import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.grpc.message.CheckMapper;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckServiceGrpc.CheckServiceImplBase;
import io.aramaki.monitoring.v1.CreateCheckRequest;
import io.aramaki.monitoring.v1.DeleteCheckRequest;
import io.aramaki.monitoring.v1.GetCheckRequest;
import io.aramaki.monitoring.v1.ListCheckStatesRequest;
import io.aramaki.monitoring.v1.ListCheckStatesResponse;
import io.aramaki.monitoring.v1.ListChecksRequest;
import io.aramaki.monitoring.v1.ListChecksResponse;
import io.aramaki.monitoring.v1.UpdateCheckRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;

/// Check definitions and the states of checks.
final class CheckEndpoint extends CheckServiceImplBase {
  private static final String CHECKS = "checks";

  private final Checks checks;
  private final StateLister states;
  private final RequestNames names;

  CheckEndpoint(Checks checks, StateLister states, RequestNames names) {
    this.checks = checks;
    this.states = states;
    this.names = names;
  }

  @Override
  public void getCheck(GetCheckRequest request, StreamObserver<Check> answer) {
    Unary.answer(
        answer,
        () ->
            CheckMapper.toProto(
                checks.get(names.in(CHECKS, "name", request.getName()).toString())));
  }

  @Override
  public void listChecks(ListChecksRequest request, StreamObserver<ListChecksResponse> answer) {
    Unary.answer(answer, () -> list(request));
  }

  private ListChecksResponse list(ListChecksRequest request) {
    var _ = names.organisation("parent", request.getParent());
    String system = names.systemOrNone("system", request.getSystem());
    int size = Pages.size(request.getPageSize());
    String shape = "checks " + request.getParent() + " " + system;
    String after = Pages.after(request.getPageToken(), shape, 1).map(List::getFirst).orElse("");
    Caller caller = Caller.current();
    List<CheckDefinition> found =
        checks.list(
            after,
            check ->
                caller.maySee(check.system())
                    && (system.isEmpty() || system.equals(check.system())),
            size + 1);
    var response = ListChecksResponse.newBuilder();
    List<CheckDefinition> page = found.subList(0, Math.min(size, found.size()));
    page.forEach(check -> response.addChecks(CheckMapper.toProto(check)));
    if (found.size() > size) {
      response.setNextPageToken(Pages.token(shape, page.getLast().name()));
    }
    return response.build();
  }

  @Override
  public void createCheck(CreateCheckRequest request, StreamObserver<Check> answer) {
    Unary.answer(
        answer,
        () -> {
          String name =
              names
                  .organisation("parent", request.getParent())
                  .child(CHECKS, request.getCheckId())
                  .toString();
          CheckDefinition wanted = CheckMapper.toDomain(name, request.getCheck());
          return CheckMapper.toProto(checks.create(wanted, request.getRequestId()));
        });
  }

  @Override
  public void updateCheck(UpdateCheckRequest request, StreamObserver<Check> answer) {
    Unary.answer(
        answer,
        () -> {
          Check wanted = request.getCheck();
          CheckDefinition updated =
              checks.update(
                  names.in(CHECKS, "check.name", wanted.getName()).toString(),
                  wanted.getEtag(),
                  before -> merge(before, wanted, request.getUpdateMask()));
          return CheckMapper.toProto(updated);
        });
  }

  private static CheckDefinition merge(
      CheckDefinition before, Check wanted, com.google.protobuf.FieldMask mask) {
    Check merged = FieldMasks.merge(CheckMapper.toProto(before), wanted, mask);
    return CheckMapper.toDomain(before.name(), merged);
  }

  @Override
  public void deleteCheck(DeleteCheckRequest request, StreamObserver<Empty> answer) {
    Unary.answer(
        answer,
        () -> {
          checks.delete(names.in(CHECKS, "name", request.getName()).toString(), request.getEtag());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void listCheckStates(
      ListCheckStatesRequest request, StreamObserver<ListCheckStatesResponse> answer) {
    Unary.answer(answer, () -> states.list(request, Caller.current()));
  }
}
