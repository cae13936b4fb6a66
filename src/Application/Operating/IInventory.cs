namespace PilotPairing.Application.Operating;

/// <param name="Rows">As the planner estimates them: counting would read everything.</param>
public sealed record TableSize(string Table, long Rows, long Bytes);

/// <param name="Server">What PostgreSQL says of its version.</param>
/// <param name="Migrations">Those applied, in their order.</param>
public sealed record Inventory(string Server, IReadOnlyList<string> Migrations, IReadOnlyList<TableSize> Tables, WorkHealth Work);

/// <summary>What a database consists of, without anything that stands in it.</summary>
public interface IInventory
{
    Task<Inventory> Read(CancellationToken cancellationToken);
}
