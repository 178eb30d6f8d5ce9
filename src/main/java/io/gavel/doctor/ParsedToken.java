package io.gavel.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token taken apart as Jitsi's server does it: what lies between dots, overlooking empty parts. Of a claim that is given
 * twice the last counts, for both its readers.
 *
 * @param parts more or fewer than three where it is no token
 * @param header absent where the server cannot read it
 * @param claims absent where the server cannot read them
 */
record ParsedToken(
        List<String> parts, Optional<JsonNode> header, Optional<JsonNode> claims, Optional<byte[]> signature) {
    static final int PARTS = 3;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static ParsedToken parse(String token) {
        var parts = Arrays.stream(token.split("[.\\\\]"))
                .filter(part -> !part.isEmpty())
                .toList();
        return new ParsedToken(
                parts,
                at(parts, 0).flatMap(Base64Text::strict).flatMap(ParsedToken::json),
                at(parts, 1).flatMap(Base64Text::strict).flatMap(ParsedToken::json),
                at(parts, 2).flatMap(Base64Text::strict));
    }

    /** The claim, or a missing node; also where there are no claims at all. */
    JsonNode claim(String name) {
        return claims.orElse(MissingNode.getInstance()).path(name);
    }

    /** A field of the header, or a missing node. */
    JsonNode field(String name) {
        return header.orElse(MissingNode.getInstance()).path(name);
    }

    @Nullable
    String subject() {
        return claim("sub").textValue();
    }

    /** What the signature is of. */
    String signed() {
        return parts.get(0) + "." + parts.get(1);
    }

    static Optional<String> at(List<String> parts, int place) {
        return place < parts.size() ? Optional.of(parts.get(place)) : Optional.empty();
    }

    /** The JSON that these bytes of UTF-8 are, or empty. */
    static Optional<JsonNode> json(byte[] utf8) {
        try {
            var node = JSON.readTree(new String(utf8, StandardCharsets.UTF_8));
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "ParsedToken[***]";
    }
}
