namespace PilotPairing.Testing;

/// <summary>The clone that the running tests were built in.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory)).FullName;

    private static DirectoryInfo Find(DirectoryInfo folder) => File.Exists(System.IO.Path.Combine(folder.FullName, "PilotPairing.sln"))
        ? folder
        : Find(folder.Parent ?? throw new InvalidOperationException("The tests do not run inside a clone of the repository"));
}
