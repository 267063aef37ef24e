package io.aramaki.inventory.storage.people;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.login.ApiToken;
import io.aramaki.inventory.domain.login.ApiTokenStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Keeps API tokens in the table `api_token` by their hash, and in `api_token_of_user` by their
/// user. Rows end with their tokens. A token is listed before it can be used, and cannot be used
/// any more before it is no longer listed.
public final class CassandraApiTokenStore implements ApiTokenStore {
  private static final String COLUMNS =
      "(secret_sha256, user, display_name, create_time, expire_time) VALUES (?, ?, ?, ?, ?) USING TTL ?";

  private final CqlStatement select;
  private final CqlStatement selectOfUser;
  private final CqlStatement insert;
  private final CqlStatement insertOfUser;
  private final CqlStatement delete;
  private final CqlStatement deleteOfUser;

  public CassandraApiTokenStore(Cql cql) {
    select = cql.prepare("select_api_token", "SELECT * FROM api_token WHERE secret_sha256 = ?");
    selectOfUser =
        cql.prepare(
            "select_api_tokens_of_user", "SELECT * FROM api_token_of_user WHERE user = ? LIMIT ?");
    insert = cql.prepare("insert_api_token", "INSERT INTO api_token " + COLUMNS);
    insertOfUser =
        cql.prepare("insert_api_token_of_user", "INSERT INTO api_token_of_user " + COLUMNS);
    delete = cql.prepare("delete_api_token", "DELETE FROM api_token WHERE secret_sha256 = ?");
    deleteOfUser =
        cql.prepare(
            "delete_api_token_of_user",
            "DELETE FROM api_token_of_user WHERE user = ? AND secret_sha256 = ?");
  }

  @Override
  public Optional<ApiToken> find(String secretSha256) {
    return select.one(secretSha256).map(CassandraApiTokenStore::token);
  }

  @Override
  public List<ApiToken> of(UserId user, int limit) {
    return selectOfUser.execute(user.value(), limit).all().stream()
        .map(CassandraApiTokenStore::token)
        .toList();
  }

  @Override
  public void insert(ApiToken token) {
    insert(insertOfUser, token);
    insert(insert, token);
  }

  @Override
  public void remove(ApiToken token) {
    var _ = delete.execute(token.secretSha256());
    var _ = deleteOfUser.execute(token.user().value(), token.secretSha256());
  }

  private static void insert(CqlStatement statement, ApiToken token) {
    long ttl = Duration.between(token.createTime(), token.expireTime()).toSeconds() + 1;
    var _ =
        statement.execute(
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
