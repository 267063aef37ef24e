package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.ApiToken;
import io.aramaki.inventory.domain.people.ApiTokenStore;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Duration;
import java.util.Optional;

/// Keeps API tokens in the table `api_token`, whose rows end with them.
public final class CassandraApiTokenStore implements ApiTokenStore {
  private final CqlStatement select;
  private final CqlStatement insert;

  public CassandraApiTokenStore(Cql cql) {
    select = cql.prepare("select_api_token", "SELECT * FROM api_token WHERE secret_sha256 = ?");
    insert =
        cql.prepare(
            "insert_api_token",
            """
            INSERT INTO api_token (secret_sha256, user, display_name, create_time, expire_time)
            VALUES (?, ?, ?, ?, ?) USING TTL ?\
            """);
  }

  @Override
  public Optional<ApiToken> find(String secretSha256) {
    return select.one(secretSha256).map(CassandraApiTokenStore::token);
  }

  @Override
  public void insert(ApiToken token) {
    long ttl = Duration.between(token.createTime(), token.expireTime()).toSeconds() + 1;
    var _ =
        insert.execute(
            token.secretSha256(),
            token.user().value(),
            token.displayName(),
            token.createTime(),
            token.expireTime(),
            (int) ttl);
  }

  private static ApiToken token(Row row) {
    return new ApiToken(
        Columns.text(row, "secret_sha256"),
        new UserId(Columns.text(row, "user")),
        Columns.text(row, "display_name"),
        Columns.instant(row, "create_time"),
        Columns.instant(row, "expire_time"));
  }
}
