package io.gavel;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A file of this project's Java source, main and tests alike. */
record SourceFile(Path path, int lines, List<Method> methods) {

    /**
     * A method or constructor with a body.
     *
     * @param lines between its braces
     */
    record Method(String name, int lines) {}

    static List<SourceFile> all() throws IOException {
        try (var paths = Files.walk(Path.of("src"))) {
            return parse(paths.filter(path -> path.toString().endsWith(".java")).toList());
        }
    }

    private static List<SourceFile> parse(List<Path> paths) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(paths));
            var trees = Trees.instance(task);
            var files = new ArrayList<SourceFile>();
            for (var unit : task.parse()) {
                var path = Path.of(unit.getSourceFile().toUri());
                files.add(new SourceFile(
                        Path.of("").toAbsolutePath().relativize(path),
                        Files.readAllLines(path).size(),
                        methods(unit, trees)));
            }
            return files;
        }
    }

    private static List<Method> methods(CompilationUnitTree unit, Trees trees) {
        var methods = new ArrayList<Method>();
        unit.accept(
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                        if (method.getBody() != null) {
                            methods.add(new Method(method.getName().toString(), lines(unit, trees, method)));
                        }
                        return super.visitMethod(method, null);
                    }
                },
                null);
        return methods;
    }

    private static int lines(CompilationUnitTree unit, Trees trees, MethodTree method) {
        var positions = trees.getSourcePositions();
        var map = unit.getLineMap();
        return (int) (map.getLineNumber(positions.getEndPosition(unit, method.getBody()))
                - map.getLineNumber(positions.getStartPosition(unit, method.getBody()))
                - 1);
    }
}
