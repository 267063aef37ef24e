package io.aramaki.kit.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a resource: `orgs/{org}/systems/{system}`, deeper ones as
/// `orgs/{org}/actions/{action}/runs/{run}`; `orgs/{org}` alone names the organisation, the parent
/// of every collection.
///
/// An id is what AIP-122 allows (`^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`) or a UUID that a server made.
/// The organisation may be `-`, "this one", in what people and machines send; [#inOrg] resolves it.
/// An instance always has a valid form, so `parse(name.toString())` is the same name.
///
/// @param org the organisation's id, or `-`
/// @param segments what follows, outermost first; empty for the organisation itself
public record ResourceName(String org, List<Segment> segments) {
  public static final String THIS_ORG = "-";
  private static final int DEPTH_MAX = 4;
  private static final int LENGTH_MAX = 512;
  private static final Pattern ID =
      Pattern.compile(
          "[a-z]([a-z0-9-]{0,61}[a-z0-9])?"
              + "|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern COLLECTION = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  /// One step down: a collection and an id in it, as in `systems/web`.
  public record Segment(String collection, String id) {
    public Segment {
      if (!COLLECTION.matcher(collection).matches()) {
        throw new IllegalResourceName("collection \"" + collection + "\" must match " + COLLECTION);
      }
      requireId(id);
    }
  }

  public ResourceName {
    segments = List.copyOf(segments);
    if (!org.equals(THIS_ORG)) {
      requireId(org);
    }
    if (segments.size() > DEPTH_MAX) {
      throw new IllegalResourceName("a name has at most " + DEPTH_MAX + " collections below orgs");
    }
  }

  /// Names an organisation, the parent of all others.
  public static ResourceName org(String org) {
    return new ResourceName(org, List.of());
  }

  /// Reads a name of any collection.
  ///
  /// @throws IllegalResourceName if the text is no name
  public static ResourceName parse(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new IllegalResourceName("a name has at most " + LENGTH_MAX + " characters");
    }
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length % 2 != 0 || !parts[0].equals("orgs")) {
      throw new IllegalResourceName(
          "\"" + text + "\" must have the form orgs/{org}/{collection}/{id}");
    }
    var segments = new ArrayList<Segment>();
    for (int i = 2; i < parts.length; i += 2) {
      segments.add(new Segment(parts[i], parts[i + 1]));
    }
    return new ResourceName(parts[1], segments);
  }

  /// Reads a name of one kind: `parse(text, "actions", "runs")`.
  ///
  /// @throws IllegalResourceName if the text is no name or one of another kind
  public static ResourceName parse(String text, String... collections) {
    ResourceName name = parse(text);
    if (!name.isIn(collections)) {
      throw new IllegalResourceName("\"" + text + "\" must have the form " + form(collections));
    }
    return name;
  }

  /// Tells whether this is a name of exactly that kind: `isIn("actions", "runs")`.
  public boolean isIn(String... collections) {
    return segments.stream().map(Segment::collection).toList().equals(List.of(collections));
  }

  /// Answers the name one step down.
  public ResourceName child(String collection, String id) {
    var deeper = new ArrayList<>(segments);
    deeper.add(new Segment(collection, id));
    return new ResourceName(org, deeper);
  }

  /// Answers the name one step up; empty for an organisation.
  public Optional<ResourceName> parent() {
    return segments.isEmpty()
        ? Optional.empty()
        : Optional.of(new ResourceName(org, segments.subList(0, segments.size() - 1)));
  }

  /// Answers the innermost collection, `orgs` for an organisation.
  public String collection() {
    return segments.isEmpty() ? "orgs" : segments.getLast().collection();
  }

  /// Answers the innermost id, the organisation's own for an organisation.
  public String id() {
    return segments.isEmpty() ? org : segments.getLast().id();
  }

  /// Answers the id in one of the collections on the way, empty if the name has none there.
  public Optional<String> id(String collection) {
    return segments.stream()
        .filter(segment -> segment.collection().equals(collection))
        .map(Segment::id)
        .findFirst();
  }

  /// Tells whether the organisation is left to the receiver, written `-`.
  public boolean isThisOrg() {
    return org.equals(THIS_ORG);
  }

  /// Answers the same name with `orgs/-` resolved to the given organisation; a name that says its
  /// organisation stays what it is.
  public ResourceName inOrg(String thisOrg) {
    return isThisOrg() ? new ResourceName(thisOrg, segments) : this;
  }

  /// Answers the text form, which is also what is stored and sent.
  @Override
  public String toString() {
    var text = new StringBuilder("orgs/").append(org);
    for (Segment segment : segments) {
      text.append('/').append(segment.collection()).append('/').append(segment.id());
    }
    return text.toString();
  }

  /// Tells whether a text may be an id, for those who make or read ids on their own.
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static void requireId(String id) {
    if (!isId(id)) {
      throw new IllegalResourceName(
          "id \""
              + id
              + "\" must be 1 to 63 characters a-z, 0-9 and -, begin with a letter and not end in"
              + " -, or be a UUID in lower case");
    }
  }

  private static String form(String... collections) {
    var form = new StringBuilder("orgs/{org}");
    for (String collection : collections) {
      String id =
          collection.endsWith("s") ? collection.substring(0, collection.length() - 1) : "id";
      form.append('/').append(collection).append("/{").append(id).append('}');
    }
    return form.toString();
  }
}
