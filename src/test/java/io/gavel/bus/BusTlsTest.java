package io.gavel.bus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.gavel.ClusterMember;
import io.gavel.FreePorts;
import io.gavel.TestAuthority;
import io.gavel.TestAuthority.Issued;
import io.gavel.config.BusTls;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cluster of three: two members whose bus speaks TLS, and one whose bus does not. */
class BusTlsTest {
    private static final String ADDRESS = "somewhere";
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final List<Integer> BUS_PORTS = List.of(FreePorts.next(), FreePorts.next(), FreePorts.next());
    private static final List<String> heard = new CopyOnWriteArrayList<>();
    private static List<ClusterMember> members = List.of();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var first = files(folder.resolve("first"), AUTHORITY.issue());
        var second = files(folder.resolve("second"), AUTHORITY.issue());
        var ports = List.of(FreePorts.next(), FreePorts.next(), FreePorts.next());
        var all = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        var starting = IntStream.range(0, 3)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> ClusterMember.start(
                        ports.get(n), all, BUS_PORTS.get(n), n == 0 ? first : n == 1 ? second : null)))
                .toList();
        members = starting.stream().map(CompletableFuture::join).toList();
        for (var member : members) {
            member.vertx().eventBus().localConsumer(ADDRESS, message -> heard.add("local"));
            member.vertx().eventBus().consumer(ADDRESS, message -> heard.add(String.valueOf(message.body())));
        }
    }

    @AfterAll
    static void leave() throws Exception {
        for (var member : members) {
            member.close();
        }
    }

    @Test
    void thoseOfOneAuthorityHearEachOtherAndNobodyElse() {
        var peers = members.stream().map(ClusterMember::peers).toList();
        peers.forEach(each -> each.listen(Heard.answering()));

        await().atMost(Duration.ofSeconds(40))
                .until(() -> hears(peers.get(0), peers.get(1)) && hears(peers.get(1), peers.get(0)));

        assertThat(hears(peers.get(2), peers.get(2))).as("it listens").isTrue();
        assertThat(hears(peers.get(0), peers.get(2))).isFalse();
        assertThat(hears(peers.get(2), peers.get(0))).isFalse();
    }

    @Test
    void whoeverHasACertificateOfTheAuthorityIsHeardAndNobodyElse() throws Exception {
        var foreign = new TestAuthority();

        assertThat(said("as it is", SocketFactory.getDefault())).isFalse();
        assertThat(said("without a certificate", tls(null))).isFalse();
        assertThat(said("with another authority's", tls(foreign.issue()))).isFalse();
        assertThat(said("with the authority's", tls(AUTHORITY.issue()))).isTrue();

        await().until(() -> heard.contains("with the authority's"));
        assertThat(heard).doesNotContain("as it is", "without a certificate", "with another authority's", "local");
    }

    @Test
    void withoutTlsWhoeverReachesThePortIsHeardAndHarmsNobody() throws Exception {
        var object = new ByteArrayOutputStream();
        new ObjectOutputStream(object).writeObject(new Unwelcome());

        send(2, ForgedFrame.ofAnUnknownCodec(ADDRESS).bytes());
        send(2, ForgedFrame.serialized(ADDRESS, object.toByteArray()).bytes());
        send(2, new byte[] {0, 0, 0, 5, 1, 2, 3, 4, 5, 127, 0, 0, 0});
        send(2, "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        send(2, ForgedFrame.text(ADDRESS, "to the open one").bytes());

        await().until(() -> heard.contains("to the open one"));
        assertThat(Unwelcome.wasRead).isFalse();
    }

    @Test
    void whatMembersKeepOfEachOtherIsOfKnownClasses() {
        var map = Hazelcast.getAllHazelcastInstances().iterator().next().<String, Object>getMap("any");
        map.put("known", List.of("text", 1));
        map.put("unwelcome", new Unwelcome());

        assertThat(map.get("known")).isEqualTo(List.of("text", 1));
        assertThatThrownBy(() -> map.get("unwelcome")).isInstanceOf(HazelcastSerializationException.class);
        assertThat(Unwelcome.wasRead).isFalse();
    }

    private static boolean hears(ClusterPeers from, ClusterPeers to) {
        Future<?> echo = from.echo(to.self());
        await().until(echo::isComplete);
        return echo.succeeded();
    }

    /** Sends the first member a message; tells whether the connection lasted until that was answered with another. */
    private static boolean said(String text, SocketFactory sockets) throws IOException {
        try (var socket = sockets.createSocket(InetAddress.getLoopbackAddress(), BUS_PORTS.get(0))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(ForgedFrame.text(ADDRESS, text).bytes());
            socket.getOutputStream().write(ping());
            return socket.getInputStream().read() >= 0;
        } catch (SSLException | SocketException closed) {
            return false;
        }
    }

    private static void send(int member, byte[] bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), BUS_PORTS.get(member))) {
            socket.getOutputStream().write(bytes);
        }
    }

    /** Which the bus answers by itself. */
    private static byte[] ping() {
        return new ForgedFrame(1, "__vertx_ping", Buffer.buffer()).bytes();
    }

    /** @param shown null for a client that has no certificate */
    private static SocketFactory tls(@Nullable Issued shown) throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        if (shown != null) {
            keys.setKeyEntry("key", shown.key(), new char[0], new Certificate[] {shown.certificate()});
        }
        var keyFactory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyFactory.init(keys, new char[0]);
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("authority", AUTHORITY.certificate());
        var trustFactory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustFactory.init(trust);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keyFactory.getKeyManagers(), trustFactory.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static BusTls files(Path folder, Issued issued) throws IOException {
        Files.createDirectories(folder);
        return new BusTls(
                Files.writeString(folder.resolve("key.pem"), issued.keyPem()),
                Files.writeString(folder.resolve("node.pem"), issued.certificatePem()),
                Files.writeString(folder.resolve("authority.pem"), AUTHORITY.pem()));
    }

    /** Tells when somebody has made an object of it. */
    static final class Unwelcome implements Serializable {
        static volatile boolean wasRead;

        private void readObject(ObjectInputStream in) {
            wasRead = true;
        }
    }
}
