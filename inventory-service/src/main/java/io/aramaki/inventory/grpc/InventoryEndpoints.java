package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens;
import io.aramaki.inventory.domain.enrolment.Enrolments;
import io.aramaki.inventory.domain.enrolment.Renewals;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.domain.people.ApiTokens;
import io.aramaki.inventory.domain.people.Logins;
import io.aramaki.inventory.domain.people.Roles;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.system.Systems;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.kit.security.sign.InternalTokens;
import io.grpc.BindableService;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What inventory answers.
public final class InventoryEndpoints {
  private InventoryEndpoints() {}

  /// What the endpoints stand on.
  public record Domain(
      Systems systems,
      Agents agents,
      Revocations revocations,
      EnrolmentTokens tokens,
      Enrolments enrolments,
      Renewals renewals,
      Facts facts,
      Users users,
      Roles roles,
      Logins logins,
      ApiTokens apiTokens,
      Actions actions,
      RunParts runs,
      KeySource keys,
      InternalTokens.Mint mint,
      TokenStrings tokenStrings,
      AuditRows auditRows,
      AuditLog organisationChain,
      ControlRegistry control,
      String org,
      Clock clock) {}

  /// The services of inventory.
  public static List<BindableService> all(Domain domain) {
    var names = new Names(domain.org());
    return List.of(
        new SystemEndpoint(domain.systems(), names),
        new AgentEndpoint(
            domain.agents(), domain.tokens(), domain.revocations(), domain.tokenStrings(), names),
        new EnrolmentEndpoint(
            domain.enrolments(), domain.renewals(), domain.agents(), domain.keys()::current, names),
        new KeyEndpoint(domain.keys()),
        new FactEndpoint(domain.facts(), names),
        new UserEndpoint(domain.users(), domain.roles(), domain.apiTokens(), names),
        new LoginEndpoint(
            domain.logins(), domain.apiTokens(), domain.mint(), names, domain.clock()),
        new AuditEndpoint(domain.auditRows(), domain.organisationChain()),
        new ActionEndpoint(domain.actions(), new ActionMapper(names), names),
        new RunEndpoint(domain.runs(), domain.actions(), names),
        new ControlEndpoint(
            domain.agents(), domain.facts(), domain.runs().runs(), domain.control(), names));
  }

  /// For which system each of inventory's resources stands.
  public static SystemOf systemOf(Agents agents, Actions actions, String org) {
    return SystemOf.systems()
        .with(
            "agents",
            name -> found(name, AgentId::new, agents::find).map(agent -> agent.system().in(org)))
        .with(
            "actions",
            name ->
                found(name, ActionId::new, actions::find)
                    .map(action -> action.content().system().in(org)))
        .with(
            "runs",
            name ->
                name.id("actions")
                    .flatMap(id -> id(id, ActionId::new))
                    .flatMap(actions::find)
                    .map(action -> action.content().system().in(org)));
  }

  /// The rights of people, from inventory's own tables.
  public static RightsSource rights(Users users, Roles roles, ApiTokens tokens, String org) {
    var names = new Names(org);
    var endpoint = new UserEndpoint(users, roles, tokens, names);
    return principal -> {
      UserId user;
      try {
        user = names.user(Kind.USER, "principal", principal);
      } catch (InventoryException _) {
        return Rights.NONE;
      }
      return Rights.of(endpoint.rights(user));
    };
  }

  private static <I, T> Optional<T> found(
      ResourceName name,
      java.util.function.Function<String, I> make,
      java.util.function.Function<I, Optional<T>> find) {
    return id(name.id(), make).flatMap(find);
  }

  private static <I> Optional<I> id(String text, java.util.function.Function<String, I> make) {
    try {
      return Optional.of(make.apply(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
