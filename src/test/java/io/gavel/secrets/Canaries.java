package io.gavel.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The secrets that were planted, and what each would look like where it got out. */
final class Canaries {
    /** How many bytes Netty writes in a line when it shows what a connection carries. */
    private static final int LINE = 16;

    private final Map<String, String> planted = new LinkedHashMap<>();

    /** A new secret, long enough for all of them. */
    String plant(String name) {
        return plant(name, "canary-" + UUID.randomUUID());
    }

    /** One that somebody else made. */
    String plant(String name, String secret) {
        planted.put(name, secret);
        return secret;
    }

    /** A token is nothing without its signature, and its head is everybody's. */
    String plantToken(String name, String token) {
        plant(name, token.substring(token.lastIndexOf('.') + 1));
        return token;
    }

    int size() {
        return planted.size();
    }

    /** What is found in a text, in words. */
    List<String> foundIn(String text) {
        var found = new ArrayList<String>();
        planted.forEach((name, secret) -> forms(secret).forEach((form, looks) -> {
            if (looks.stream().anyMatch(text::contains)) {
                found.add(name + " " + form);
            }
        }));
        return found;
    }

    private static Map<String, List<String>> forms(String secret) {
        var bytes = secret.getBytes(UTF_8);
        var hex = HexFormat.of().formatHex(bytes);
        var forms = new LinkedHashMap<String, List<String>>();
        forms.put("as it is", List.of(secret));
        forms.put("encoded for a URL", List.of(URLEncoder.encode(secret, UTF_8)));
        forms.put("in Base64", base64(bytes));
        forms.put("in hex", List.of(hex, HexFormat.of().withUpperCase().formatHex(bytes)));
        forms.put("as numbers", List.of(numbers(bytes)));
        forms.put("in a dump", dump(bytes));
        return forms;
    }

    /** With none, one and two bytes before it; without the letters in which its neighbours have a share. */
    private static List<String> base64(byte[] bytes) {
        return IntStream.range(0, 3)
                .mapToObj(before -> {
                    var whole = new byte[before + bytes.length];
                    System.arraycopy(bytes, 0, whole, before, bytes.length);
                    var first = (before * 8 + 5) / 6;
                    var last = whole.length * 8 / 6;
                    return Base64.getEncoder().encodeToString(whole).substring(first, last);
                })
                .flatMap(text -> Stream.of(text, text.replace('+', '-').replace('/', '_')))
                .toList();
    }

    private static String numbers(byte[] bytes) {
        var text = Arrays.toString(bytes);
        return text.substring(1, text.length() - 1);
    }

    /** Wherever in it a line begins: as hex and as letters. */
    private static List<String> dump(byte[] bytes) {
        return IntStream.rangeClosed(0, Math.min(LINE - 1, bytes.length - LINE))
                .mapToObj(from -> Arrays.copyOfRange(bytes, from, from + LINE))
                .flatMap(line -> Stream.of(spaced(line), "|" + new String(line, UTF_8) + "|"))
                .toList();
    }

    private static String spaced(byte[] line) {
        return IntStream.range(0, line.length)
                .mapToObj(i -> HexFormat.of().toHexDigits(line[i]))
                .collect(joining(" "));
    }
}
