package io.gavel.token;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the configured address, and no other, for its key set. */
final class JwksClient {
    private static final int LARGEST = 256 * 1024;
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})(?!\\d)");

    private final HttpClient client;
    private final URI address;
    private final JwksPace pace;

    JwksClient(Vertx vertx, URI address, JwksPace pace) {
        var options = new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(pace.connect().toMillis()));
        this.client = vertx.createHttpClient(options);
        this.address = address;
        this.pace = pace;
    }

    /**
     * What the provider answered.
     *
     * @param maxAge how long it may be kept; absent where the provider does not say
     */
    record Answer(List<JwkSet.Jwk> keys, @Nullable Duration maxAge) {}

    /** Fails with whatever keeps the set from being read: no connection, a redirect, another status, HTML, silence. */
    Future<Answer> fetch() {
        var options = new RequestOptions()
                .setAbsoluteURI(address.toString())
                .setFollowRedirects(false)
                .setConnectTimeout(pace.connect().toMillis())
                .putHeader("Accept", "application/jwk-set+json, application/json");
        return client.request(options).compose(this::exchange);
    }

    private Future<Answer> exchange(HttpClientRequest request) {
        return request.send()
                .compose(JwksClient::answer)
                .timeout(pace.answer().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        var body = Buffer.buffer();
        var whole = Promise.<Buffer>promise();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > LARGEST) {
                whole.tryFail("its answer is larger than 256 KiB");
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        var body = body(response);
        if (response.statusCode() != 200) {
            return Future.failedFuture("it answered with status " + response.statusCode());
        }
        var maxAge = maxAge(response.getHeader("Cache-Control"));
        return body.compose(json -> JwkSet.parse(json.getBytes())
                .map(keys -> Future.succeededFuture(new Answer(keys, maxAge)))
                .orElseGet(() -> Future.failedFuture("its answer is not a JSON Web Key Set")));
    }

    static @Nullable Duration maxAge(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return null;
        }
        var found = MAX_AGE.matcher(cacheControl);
        return found.find() ? Duration.ofSeconds(Long.parseLong(found.group(1))) : null;
    }
}
