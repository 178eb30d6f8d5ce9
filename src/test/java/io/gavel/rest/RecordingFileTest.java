package io.gavel.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of recordings, as browsers ask for them and as attackers do. */
class RecordingFileTest {
    private static final Film FILM = Film.there();

    @Test
    void aBrowserIsToldAllThatItNeedsAndNothingMayRunInIt() throws IOException {
        var film = Film.named("Äpfel & \"Birnen\".mp4").with(Film.CONTENT);
        Files.setLastModifiedTime(film.file(), FileTime.from(Instant.parse("2026-08-01T09:30:00.500Z")));

        var answer = Film.get(film.link());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Film.CONTENT);
        assertThat(Film.headers(answer))
                .isEqualTo(Map.of(
                        "content-type", "video/mp4",
                        "content-length", "10",
                        "content-disposition",
                                "inline; filename=\"_pfel____Birnen_.mp4\";"
                                        + " filename*=UTF-8''%C3%84pfel%20%26%20%22Birnen%22.mp4",
                        "content-security-policy",
                                "sandbox; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'",
                        "x-content-type-options", "nosniff",
                        "cache-control", "no-store",
                        "accept-ranges", "bytes",
                        "etag", "\"a-19fbca8b3b4\"",
                        "last-modified", "Sat, 01 Aug 2026 09:30:00 GMT"));
    }

    @ParameterizedTest
    @CsvSource({"a.webm, video/webm", "a.M4A, audio/mp4"})
    void theNamesEndTellsTheType(String name, String type) {
        var film = Film.named(name).with(Film.CONTENT);

        assertThat(Film.get(film.link()).headers()).containsEntry("content-type", type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata.json",
                "a.html",
                "mp4",
                "film.mp4.part",
                ".film.mp4",
                ".hidden/film.mp4",
                "./film.mp4",
                "sub/./film.mp4",
                "sub//film.mp4",
                "film.mp4/"
            })
    void nothingButFilmsByTheirOneNameIsServed(String name) throws IOException {
        var film = Film.named(name);
        Files.createDirectories(requireNonNull(film.file().getParent()));
        Files.writeString(film.file(), "secret");

        assertThat(film.meeting().host().post(film.linkPath()).status()).isEqualTo(404);
        assertThat(Film.get(film.freshLink()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3 | bytes 0-3/10 | 0123",
                "bytes=0- | bytes 0-9/10 | 0123456789",
                "bytes=4-4 | bytes 4-4/10 | 4",
                "bytes=7- | bytes 7-9/10 | 789",
                "bytes=7-99 | bytes 7-9/10 | 789",
                "bytes=7-99999999999999999999 | bytes 7-9/10 | 789",
                "bytes=007-008 | bytes 7-8/10 | 78",
                "bytes=-3 | bytes 7-9/10 | 789",
                "bytes=-99 | bytes 0-9/10 | 0123456789",
                "BYTES= 1-2  | bytes 1-2/10 | 12"
            })
    void aPartIsSentWhereOneIsAskedFor(String range, String told, String content) {
        var answer = Film.get(FILM.freshLink(), "Range: " + range);

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.headers())
                .containsEntry("content-range", told)
                .containsEntry("content-length", Integer.toString(content.length()));
        assertThat(answer.body()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,4-5",
                "bytes=5-4",
                "bytes=-",
                "bytes=x-y",
                "bytes=",
                "lines=0-1",
                "bytes=0-1\nRange: bytes=2-3"
            })
    void whatIsNoSingleRangeGetsTheWholeFile(String range) {
        var answer = Film.get(FILM.freshLink(), "Range: " + range);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("content-range");
        assertThat(answer.body()).isEqualTo(Film.CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=99999999999999999999-", "bytes=-0"})
    void aRangeOutsideOfTheFileIsRefusedWithItsSize(String range) {
        var answer = Film.get(FILM.freshLink(), "Range: " + range);

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.headers())
                .containsEntry("content-range", "bytes */10")
                .containsEntry("accept-ranges", "bytes")
                .doesNotContainKey("content-type");
    }

    @Test
    void aPartIsSentOnlyWhileItIsOfTheFileThatTheClientHas() {
        var link = FILM.freshLink();
        var whole = Film.head(link).headers();

        assertThat(Film.get(link, "Range: bytes=1-2", "If-Range: " + whole.get("etag"))
                        .status())
                .isEqualTo(206);
        for (var differs : new String[] {"\"x\"", "W/" + whole.get("etag"), whole.get("last-modified")}) {
            assertThat(Film.get(link, "Range: bytes=1-2", "If-Range: " + differs)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aHeadIsTheAnswerWithoutTheFile() {
        var link = FILM.freshLink();

        var answer = Film.head(link, "Range: bytes=1-2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Film.headers(answer)).isEqualTo(Film.headers(Film.get(link)));
    }

    @Test
    void anotherMethodIsRefused() {
        var answer = RawHttp.ask(SharedNode.get(), Film.request("POST", FILM.freshLink()), "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
    }

    @Test
    void anEmptyFileIsEmpty() {
        var link = Film.named("empty.mp4").with("").link();

        assertThat(Film.get(link).headers()).containsEntry("content-length", "0");
        assertThat(Film.get(link, "Range: bytes=0-").status()).isEqualTo(416);
    }

    @Test
    void whoGoesAwayInTheMiddleLeavesNoFileOpen() throws IOException {
        var film = Film.named("long.mp4").with("x".repeat(20_000_000));
        var request = Film.request("GET", film.link()).replace("\n", "\r\n") + "\r\n\r\n";

        try (var socket = RawHttp.open(SharedNode.get())) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        await().until(() -> !isOpenHere(film.file()));
    }

    @Test
    void aFileThatIsNotThereIsNotFound() {
        assertThat(Film.get(Film.named("missing.mp4").link()).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void whatIsNoFileIsNotFound() throws IOException {
        var film = Film.named("folder.mp4");
        Files.createDirectories(film.file());

        assertThat(Film.get(film.link()).status()).isEqualTo(404);
    }

    @Test
    void nothingOutsideOfTheFolderIsEverServed() throws IOException {
        var secret = Files.writeString(SharedNode.get().folder().resolve("secret.mp4"), "secret");
        var byFile = Film.there();
        Files.delete(byFile.file());
        Files.createSymbolicLink(byFile.file(), secret.toAbsolutePath());
        var byFolder = Film.named("sub/secret.mp4");
        var sub = requireNonNull(byFolder.file().getParent());
        Files.createDirectories(requireNonNull(sub.getParent()));
        Files.createSymbolicLink(sub, SharedNode.get().folder());
        var behindTheBack = Film.there();
        SharedNode.get()
                .execute(
                        "UPDATE meeting_recording SET file_url = './public/recordings/../secret.mp4' WHERE id = ?",
                        behindTheBack.id());

        for (var film : new Film[] {byFile, byFolder, behindTheBack}) {
            assertThat(Film.get(Film.link(film.id(), Instant.now().plusSeconds(60)))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void noLinkIsFollowedNotEvenToAnotherFilm() throws IOException {
        var film = Film.there();
        var real = Film.there();
        Files.delete(film.file());
        Files.createSymbolicLink(film.file(), real.file());

        assertThat(Film.get(film.link()).status()).isEqualTo(404);
    }

    @Test
    void aLongFileArrivesWhole() {
        var content = "0123456789".repeat(100_000);
        var link = Film.named("long.mp4").with(content).link();

        assertThat(Film.get(link).body()).isEqualTo(content);
        assertThat(Film.get(link, "Range: bytes=262139-").body()).isEqualTo(content.substring(262_139));
    }

    @Test
    void aNameThatNoDiskTakesIsNotFound() {
        assertThat(Film.get(Film.named("x".repeat(300) + ".mp4").freshLink()).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/recordings/",
                "/recordings/%2e%2e%2fsecret.mp4",
                "/recordings/..%2fsecret.mp4",
                "/recordings/..%5csecret.mp4",
                "/recordings/%00",
                "/recordings/ID%00",
                "/recordings/1/",
                "/recordings/ID/..",
                "/recordings/ID/../film.mp4",
                "/recordings/../recordings/1",
                "/recordings/film.mp4",
                "/recordings/-ID",
                "/recordings/99999999999999999999"
            })
    void pathTricksLeadNowhere(String path) {
        var film = Film.there();
        var link = film.freshLink();
        var query = link.substring(link.indexOf('?'));

        assertThat(Film.get(path.replace("ID", Long.toString(film.id())) + query)
                        .status())
                .isEqualTo(404);
    }

    /** Whether this process, and so the node, has the file open. */
    private static boolean isOpenHere(Path file) throws IOException {
        var real = file.toRealPath();
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.anyMatch(one -> real.equals(target(one)));
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor;
        }
    }
}
