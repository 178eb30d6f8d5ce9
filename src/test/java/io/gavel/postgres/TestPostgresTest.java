package io.gavel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestPostgresTest {
    @Test
    void everyDatabaseIsNewAndEmpty() {
        String first = TestPostgres.newDatabase();
        TestPostgres.execute(first, "CREATE TABLE mine ()");
        String second = TestPostgres.newDatabase();

        assertThat(second).startsWith("postgresql://gavel:").isNotEqualTo(first);
        assertThat(TestPostgres.query(second, "SELECT relname FROM pg_class WHERE relname = 'mine'"))
                .isEmpty();
    }
}
