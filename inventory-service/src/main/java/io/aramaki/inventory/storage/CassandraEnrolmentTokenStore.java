package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.enrolment.EnrolmentToken;
import io.aramaki.inventory.domain.enrolment.EnrolmentToken.Use;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokenStore;
import io.aramaki.inventory.domain.enrolment.Holder;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;
import io.aramaki.inventory.domain.enrolment.IssuedCertificate;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps enrolment tokens in the table `enrolment_token`.
public final class CassandraEnrolmentTokenStore implements EnrolmentTokenStore {
  /// Rows stay this long, more than a month past the end of the longest token.
  private static final int TTL_SECONDS = (int) Duration.ofDays(45).toSeconds();

  private final CqlStatement select;
  private final ConditionalStatement insert;
  private final ConditionalStatement consume;
  private final ConditionalStatement issued;

  public CassandraEnrolmentTokenStore(Cql cql) {
    select =
        cql.prepareSerialRead(
            "select_enrolment_token", "SELECT * FROM enrolment_token WHERE id = ?");
    insert =
        cql.prepareConditional(
            "insert_enrolment_token",
            """
            INSERT INTO enrolment_token (id, secret_sha256, agent, system, proxy_systems, service, \
            instance, creator, expire_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            IF NOT EXISTS USING TTL %d\
            """
                .formatted(TTL_SECONDS));
    consume =
        cql.prepareConditional(
            "consume_enrolment_token",
            """
            UPDATE enrolment_token USING TTL %d SET key_sha256 = ?
            WHERE id = ? IF key_sha256 = null AND secret_sha256 != null\
            """
                .formatted(TTL_SECONDS));
    issued =
        cql.prepareConditional(
            "keep_enrolled_certificate",
            """
            UPDATE enrolment_token USING TTL %d \
            SET chain = ?, certificate_sha256 = ?, certificate_expire_time = ?
            WHERE id = ? IF key_sha256 = ? AND certificate_sha256 = null\
            """
                .formatted(TTL_SECONDS));
  }

  @Override
  public Optional<EnrolmentToken> find(String id) {
    return select.one(id).map(CassandraEnrolmentTokenStore::token);
  }

  @Override
  public boolean insert(EnrolmentToken token) {
    @Nullable ForAgent agent = token.holder() instanceof ForAgent holder ? holder : null;
    @Nullable ForService service = token.holder() instanceof ForService holder ? holder : null;
    return Conditional.applied(
        insert,
        () -> find(token.id()).filter(token::equals).isPresent(),
        token.id(),
        token.secretSha256(),
        agent == null ? null : agent.agent().value(),
        agent == null ? null : agent.system().value(),
        agent == null ? null : Columns.texts(agent.proxySystems()),
        service == null ? null : service.service(),
        service == null ? null : service.instance(),
        token.creator(),
        token.expireTime());
  }

  @Override
  public boolean consume(String id, String keySha256) {
    // Whoever has the same key may go on, so a read back by the key alone is the truth.
    return Conditional.applied(
        consume,
        () -> use(id).filter(use -> use.keySha256().equals(keySha256)).isPresent(),
        keySha256,
        id);
  }

  @Override
  public boolean issued(String id, String keySha256, IssuedCertificate certificate) {
    return Conditional.applied(
        issued,
        () ->
            use(id)
                .flatMap(Use::certificate)
                .filter(kept -> kept.sha256().equals(certificate.sha256()))
                .isPresent(),
        certificate.chain().stream().map(ByteBuffer::wrap).toList(),
        certificate.sha256(),
        certificate.expireTime(),
        id,
        keySha256);
  }

  private Optional<Use> use(String id) {
    return find(id).flatMap(EnrolmentToken::use);
  }

  private static EnrolmentToken token(Row row) {
    return new EnrolmentToken(
        Columns.text(row, "id"),
        Columns.text(row, "secret_sha256"),
        holder(row),
        Columns.text(row, "creator"),
        Columns.instant(row, "expire_time"),
        Columns.optionalText(row, "key_sha256").map(key -> new Use(key, certificate(row))));
  }

  private static Holder holder(Row row) {
    return row.isNull("agent")
        ? new ForService(Columns.text(row, "service"), Columns.text(row, "instance"))
        : new ForAgent(
            new AgentId(Columns.text(row, "agent")),
            new SystemId(Columns.text(row, "system")),
            Columns.systems(row, "proxy_systems"));
  }

  private static Optional<IssuedCertificate> certificate(Row row) {
    List<ByteBuffer> chain = row.getList("chain", ByteBuffer.class);
    if (chain == null || chain.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new IssuedCertificate(
            chain.stream().map(Columns::bytes).toList(),
            Columns.text(row, "certificate_sha256"),
            Columns.instant(row, "certificate_expire_time")));
  }
}
