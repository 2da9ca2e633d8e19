package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.MaskedText;
import io.mysqlproxy.protocol.message.OkInfo;
import io.mysqlproxy.protocol.message.SystemVariable;
import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes any message as JSON from its record components, so that no field can be forgotten:
 *
 * <ul>
 *   <li>names in snake_case; what is absent (an empty Optional, no oddities, no info) has no member;
 *   <li>a record of a family (it implements an interface) begins with {@code type}, its simple name;
 *   <li>flags are lists of names, other enums their manual's name;
 *   <li>bytes are text if they are readable UTF-8, else {@code {"hex":"…"}};
 *   <li>secrets are {@code {"hidden":LENGTH}} unless they were asked for;
 *   <li>64-bit numbers are unsigned, as all of the protocol's are.
 * </ul>
 */
final class JsonFields {
    private static final ClassValue<Layout> LAYOUTS = new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
            return Layout.of(type);
        }
    };

    private final JsonWriter json;
    private final Disclosure disclosure;

    JsonFields(JsonWriter json, Disclosure disclosure) {
        this.json = json;
        this.disclosure = disclosure;
    }

    /** The value; {@code null} and empty Optionals have none, so a caller in an object asks {@link #present} first. */
    void write(Object value) {
        switch (value) {
            case Bytes bytes -> write(bytes);
            case Secret secret -> write(secret);
            case String text -> json.value(text);
            case Boolean truth -> json.value(truth);
            case Long number -> json.unsigned(number);
            case Number number -> json.value(number.longValue());
            case MaskedText text ->
                json.value(disclosure.secrets() ? text.unsafeReveal().utf8() : text.display());
            case Enum<?> constant -> json.value(name(constant));
            case Collection<?> values -> write(values);
            case Map<?, ?> map -> write(map);
            case Value parameter -> JsonValue.write(json, parameter);
            case SystemVariable variable ->
                write(variable.isSecret() ? new HiddenVariable(variable) : (Record) variable);
            case Record record -> write(record);
            default -> json.value(value.toString());
        }
    }

    /** What there is to write: the content of an Optional, null for nothing. */
    static @Nullable Object present(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> optional.orElse(null);
            case OptionalInt number -> number.isPresent() ? number.getAsInt() : null;
            case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
            case OkInfo.Absent absent -> null;
            case Oddities oddities -> oddities.equals(Oddities.NONE) ? null : oddities;
            default -> value;
        };
    }

    /** {@code camelCase} or {@code UPPER_CASE} in snake_case. */
    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private void write(Bytes bytes) {
        Optional<String> text = bytes.printable();
        if (text.isPresent()) {
            json.value(text.get());
        } else {
            json.beginObject().name("hex").value(bytes.toHex()).endObject();
        }
    }

    private void write(Secret secret) {
        if (disclosure.secrets()) {
            write(secret.unsafeReveal());
        } else {
            json.beginObject().name("hidden").value(secret.length()).endObject();
        }
    }

    private void write(Collection<?> values) {
        json.beginArray();
        for (Object value : values) {
            Object present = present(value);
            if (present != null) {
                write(present);
            }
        }
        json.endArray();
    }

    private void write(Map<?, ?> map) {
        json.beginObject();
        map.forEach((key, value) -> member(key instanceof Enum<?> constant ? name(constant) : key.toString(), value));
        json.endObject();
    }

    private void write(Record record) {
        Layout layout = LAYOUTS.get(record.getClass());
        if (layout.names != null && call(layout.names, record) instanceof List<?> names) {
            write(names);
            return;
        }
        json.beginObject();
        if (layout.type != null) {
            json.name("type").value(layout.type);
        }
        for (Field field : layout.fields) {
            member(field.name, call(field.accessor, record));
        }
        json.endObject();
    }

    /** A member of the object, unless there is nothing to write. */
    void member(String name, @Nullable Object value) {
        Object present = present(value);
        if (present != null) {
            json.name(name);
            write(present);
        }
    }

    private static String name(Enum<?> constant) {
        Method manualName = LAYOUTS.get(constant.getDeclaringClass()).names;
        return manualName != null && call(manualName, constant) instanceof String name ? name : constant.name();
    }

    private static @Nullable Object call(Method accessor, Object target) {
        try {
            return accessor.invoke(target);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(accessor + " of a message cannot be called", impossible);
        }
    }

    /** A variable whose value must not be seen. */
    private record HiddenVariable(Bytes name, Secret value) {
        HiddenVariable(SystemVariable variable) {
            this(variable.name(), Secret.of(variable.value()));
        }
    }

    private record Field(String name, Method accessor) {}

    /**
     * How values of a class are written, looked up once.
     *
     * @param type null when the class stands for itself
     * @param names for flags the method that lists them, for enums the one with the manual's name, otherwise null
     */
    private record Layout(@Nullable String type, @Nullable Method names, List<Field> fields) {
        static Layout of(Class<?> type) {
            if (!type.isRecord()) {
                return new Layout(null, method(type, "manualName"), List.of());
            }
            List<Field> fields = Stream.of(type.getRecordComponents())
                    .map(component -> new Field(snakeCase(component.getName()), accessor(component)))
                    .toList();
            String family = type.getInterfaces().length > 0 ? type.getSimpleName() : null;
            boolean isFlags = fields.size() == 1 && fields.getFirst().name.equals("bits");
            return new Layout(family, isFlags ? method(type, "names") : null, fields);
        }

        private static Method accessor(RecordComponent component) {
            return component.getAccessor();
        }

        private static @Nullable Method method(Class<?> type, String name) {
            return Stream.of(type.getMethods())
                    .filter(method -> method.getName().equals(name) && method.getParameterCount() == 0)
                    .findFirst()
                    .orElse(null);
        }
    }
}
