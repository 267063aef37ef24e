package io.aramaki.kit.config;

import io.aramaki.kit.config.Tree.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads YAML 1.2 text into a [Tree] that remembers its lines. The tree is bounded, so that aliases
/// which multiply each other cannot fill the memory.
final class Yaml {
  private static final int DEPTH_MAX = 50;
  private static final int NODES_MAX = 100_000;

  private final Place source;
  private int nodes;

  private Yaml(Place source) {
    this.source = source;
  }

  static Tree read(String text, Place source) {
    var settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(NODES_MAX)
            .build();
    try {
      var node = new Compose(settings).composeString(text);
      return node.isPresent()
          ? new Yaml(source).tree(node.get(), 0)
          : new Tree.Nothing(source.atLine(0));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new ConfigException(source.atLine(line), "", "is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ConfigException(source, "", "is not YAML: " + e.getMessage());
    }
  }

  private Tree tree(Node node, int depth) {
    Place at = place(node);
    if (depth > DEPTH_MAX || ++nodes > NODES_MAX) {
      throw new ConfigException(
          at,
          "",
          "is nested deeper than " + DEPTH_MAX + " or has more than " + NODES_MAX + " values");
    }
    return switch (node) {
      case ScalarNode scalar ->
          scalar.getTag().equals(Tag.NULL)
              ? new Tree.Nothing(at)
              : new Tree.Scalar(at, scalar.getValue());
      case SequenceNode sequence -> {
        var elements = new ArrayList<Tree>();
        for (Node element : sequence.getValue()) {
          elements.add(tree(element, depth + 1));
        }
        yield new Tree.Sequence(at, elements);
      }
      case MappingNode mapping -> mapping(mapping, at, depth);
      default -> throw new ConfigException(at, "", "holds something that is no value");
    };
  }

  private Tree mapping(MappingNode node, Place at, int depth) {
    var entries = new LinkedHashMap<String, Tree.Entry>();
    for (NodeTuple tuple : node.getValue()) {
      Place keyAt = place(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new ConfigException(keyAt, "", "a key must be a plain word");
      }
      var entry = new Tree.Entry(keyAt, tree(tuple.getValueNode(), depth + 1));
      var earlier = entries.put(key.getValue(), entry);
      if (earlier != null) {
        throw new ConfigException(
            keyAt, key.getValue(), "is given twice, first at line " + earlier.at().line());
      }
    }
    return new Tree.Mapping(at, entries);
  }

  private Place place(Node node) {
    return source.atLine(node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
  }
}
