package io.aramaki.gateway.grpc.rest;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.aramaki.gateway.grpc.route.BadInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;

/// Reads one value that is written as text, by the rules of proto3 JSON, and says which field it
/// was if it cannot be read.
final class Scalars {
  private static final BigInteger UINT32_MAX = BigInteger.TWO.pow(32).subtract(BigInteger.ONE);
  private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  /// Enough for any 64-bit number and any double; more would only make work.
  static final int NUMBER_CHARACTERS_MAX = 64;

  private Scalars() {}

  /// Reads a value that is not a message.
  static Object read(FieldDescriptor field, String path, String text) {
    return switch (field.getJavaType()) {
      case STRING -> text;
      case INT -> isUnsigned(field) ? unsigned32(path, text) : signed32(path, text);
      case LONG -> isUnsigned(field) ? unsigned64(path, text) : signed64(path, text);
      case FLOAT -> (float) floating(path, text);
      case DOUBLE -> floating(path, text);
      case BOOLEAN -> bool(path, text);
      case BYTE_STRING -> bytes(path, text);
      case ENUM -> enumeration(field.getEnumType(), path, text);
      case MESSAGE -> throw new IllegalArgumentException(field + " is a message");
    };
  }

  /// Reads a message that JSON writes as one string: a time, a duration, a field mask.
  static Message wellKnown(Message.Builder builder, String path, String text) {
    String type = builder.getDescriptorForType().getName();
    try {
      JsonFormat.parser().merge(StrictJson.quote(text), builder);
      return builder.build();
    } catch (InvalidProtocolBufferException _) {
      throw new BadInput(path, "\"" + text + "\" is no " + describe(type));
    }
  }

  /// Tells whether JSON writes the message as one string.
  static boolean isWellKnown(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && List.of(
                "google.protobuf.Timestamp",
                "google.protobuf.Duration",
                "google.protobuf.FieldMask")
            .contains(field.getMessageType().getFullName());
  }

  /// Says what a field takes.
  static String describe(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> "a string";
      case INT, LONG -> "a whole number";
      case FLOAT, DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case BYTE_STRING -> "a base64 string";
      case ENUM -> "one of " + String.join(", ", names(field.getEnumType()));
      case MESSAGE -> isWellKnown(field) ? describe(field.getMessageType().getName()) : "an object";
    };
  }

  private static String describe(String wellKnown) {
    return switch (wellKnown) {
      case "Timestamp" -> "time like \"2026-11-21T02:30:00Z\"";
      case "Duration" -> "duration like \"90s\"";
      default -> "list of fields like \"display_name,owner\"";
    };
  }

  private static boolean isUnsigned(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, FIXED32, UINT64, FIXED64 -> true;
      default -> false;
    };
  }

  private static int signed32(String path, String text) {
    return whole(
            path,
            text,
            BigInteger.valueOf(Integer.MIN_VALUE),
            BigInteger.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  private static int unsigned32(String path, String text) {
    return whole(path, text, BigInteger.ZERO, UINT32_MAX).intValue();
  }

  private static long signed64(String path, String text) {
    return whole(path, text, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  private static long unsigned64(String path, String text) {
    return whole(path, text, BigInteger.ZERO, UINT64_MAX).longValue();
  }

  private static BigInteger whole(String path, String text, BigInteger min, BigInteger max) {
    BigInteger value;
    try {
      BigDecimal decimal = decimal(text);
      // An exponent of thousands would make the number itself that long.
      value =
          Math.abs(decimal.scale()) > NUMBER_CHARACTERS_MAX
              ? max.add(max)
              : decimal.toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException _) {
      throw new BadInput(path, "\"" + text + "\" is no whole number");
    }
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new BadInput(path, text + " is not between " + min + " and " + max);
    }
    return value;
  }

  private static double floating(String path, String text) {
    try {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> finite(path, decimal(text).doubleValue());
      };
    } catch (NumberFormatException _) {
      throw new BadInput(path, "\"" + text + "\" is no number");
    }
  }

  private static double finite(String path, double value) {
    if (Double.isInfinite(value)) {
      throw new BadInput(path, "the number is too large");
    }
    return value;
  }

  private static BigDecimal decimal(String text) {
    if (text.length() > NUMBER_CHARACTERS_MAX) {
      throw new NumberFormatException();
    }
    return new BigDecimal(text);
  }

  private static boolean bool(String path, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BadInput(path, "\"" + text + "\" is neither true nor false");
    };
  }

  private static ByteString bytes(String path, String text) {
    try {
      return ByteString.copyFrom(
          Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException _) {
      throw new BadInput(path, "the value is no base64 string");
    }
  }

  private static EnumValueDescriptor enumeration(EnumDescriptor type, String path, String text) {
    EnumValueDescriptor value = type.findValueByName(text);
    if (value == null) {
      throw new BadInput(
          path,
          "\"" + text + "\" is no " + type.getName() + "; " + Nearest.hint(text, names(type)));
    }
    return value;
  }

  private static List<String> names(EnumDescriptor type) {
    return type.getValues().stream()
        .map(EnumValueDescriptor::getName)
        .filter(name -> !name.endsWith("_UNSPECIFIED"))
        .toList();
  }
}
