package io.gavel.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DevSecretTest {
    @TempDir
    private Path directory;

    @Test
    void theFirstStartMakesIt() throws IOException {
        var data = directory.resolve("deep/data");

        var secret = DevSecret.read(data);

        assertThat(Base64.getUrlDecoder().decode(secret.value())).hasSize(32);
        assertThat(data.resolve("dev-secret")).hasContent(secret.value());
    }

    @Test
    void laterStartsKeepIt() throws IOException {
        var first = DevSecret.read(directory);

        assertThat(DevSecret.read(directory)).isEqualTo(first);
    }

    @Test
    void everyDirectoryHasItsOwn() throws IOException {
        assertThat(DevSecret.read(directory.resolve("a"))).isNotEqualTo(DevSecret.read(directory.resolve("b")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyItsOwnerMayReadIt() throws IOException {
        DevSecret.read(directory);
        var file = directory.resolve("dev-secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        DevSecret.read(directory);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherContentIsRefusedAndNotShown() throws IOException {
        Files.writeString(directory.resolve("dev-secret"), "hunter2");

        assertThatThrownBy(() -> DevSecret.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dev-secret")
                .hasMessageNotContaining("hunter2");
    }
}
