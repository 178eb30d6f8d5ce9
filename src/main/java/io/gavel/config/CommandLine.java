package io.gavel.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments: {@code --NAME=value} for each variable, and {@code -conf FILE} and {@code -cluster} as Vert.x users
 * type them; the last of several counts. Faults repeat at most an argument's name: the rest may be a secret.
 */
final class CommandLine {
    private static final Pattern NAMED = Pattern.compile("--?([A-Za-z][A-Za-z0-9_.-]*)(?:=(.*))?", Pattern.DOTALL);
    private static final String FORM = "--NAME=value for a variable, -conf FILE or -cluster";

    private final Faults faults;
    private final Deque<String> rest;
    private final Map<Variable, String> values = Layer.none();
    private @Nullable String file;

    private CommandLine(List<String> arguments, Faults faults) {
        this.rest = new ArrayDeque<>(arguments);
        this.faults = faults;
    }

    static CommandLine parse(List<String> arguments, Faults faults) {
        var line = new CommandLine(arguments, faults);
        while (!line.rest.isEmpty()) {
            var place = 1 + arguments.size() - line.rest.size();
            line.argument(line.rest.remove(), place);
        }
        return line;
    }

    Layer layer() {
        return new Layer("command line", values);
    }

    /** The file that stands in for {@code conf/gavel.json}. */
    @Nullable
    String file() {
        return file;
    }

    private void argument(String argument, int place) {
        var parts = NAMED.matcher(argument);
        if (!parts.matches()) {
            faults.add("command line", "argument " + place + ", which is none of these", FORM);
            return;
        }
        var name = parts.group(1);
        var value = parts.group(2);
        switch (name) {
            case "conf" -> file(value);
            case "cluster" -> values.put(Variable.GAVEL_CLUSTER, value == null ? "true" : value);
            default -> variable(name, argument.startsWith("--"), value);
        }
    }

    private void file(@Nullable String value) {
        file = value == null ? rest.poll() : value;
        if (file == null || file.isEmpty()) {
            faults.add("-conf", "nothing", "the path of a JSON file");
        }
    }

    private void variable(String name, boolean twoDashes, @Nullable String value) {
        var variable = Variable.of(name);
        if (variable.isPresent() && twoDashes && value != null) {
            values.put(variable.get(), value);
            return;
        }
        if (variable.isPresent()) {
            faults.add(name, "no value (command line)", "--" + name + "=value");
        } else {
            faults.add("command line", "the unknown argument " + Shown.quoted(name) + Slip.suggestion(name), FORM);
        }
        if (value == null) {
            passValue();
        }
    }

    /** Passes what was meant as the value of an argument that lacks its {@code =}: it is not to be named as a fault. */
    private void passValue() {
        var next = rest.peek();
        if (next != null && !isKnown(next)) {
            rest.remove();
        }
    }

    private static boolean isKnown(String argument) {
        var parts = NAMED.matcher(argument);
        return parts.matches()
                && (Variable.of(parts.group(1)).isPresent()
                        || List.of("conf", "cluster").contains(parts.group(1)));
    }
}
