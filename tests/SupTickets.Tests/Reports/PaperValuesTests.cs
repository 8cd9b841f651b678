using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reports;

namespace SupTickets.Tests.Reports;

public sealed class PaperValuesTests
{
    [Theory]
    [InlineData(1, "RigL + Sup-tickets", "CIFAR-100 90 %", 72.57, 0.29)]
    [InlineData(1, "Dense", "CIFAR-10", 93.91, 0.26)]
    [InlineData(2, "SNIP", "CIFAR-100 95 %", 41.25, 1.10)]
    [InlineData(3, "SNFS", "80 % training FLOPs", 0.61, null)]
    [InlineData(3, "RigL + Sup-tickets", "80 % training FLOPs", 0.42, null)]
    [InlineData(3, "RigL + Sup-tickets", "90 % training FLOPs", 0.25, null)]
    [InlineData(3, "RigL + Sup-tickets", "90 % inference FLOPs", 0.24, null)]
    [InlineData(3, "GraNet + Sup-tickets", "80 % inference FLOPs", 0.35, null)]
    [InlineData(3, "GraNet + Sup-tickets", "90 % inference FLOPs", 0.20, null)]
    [InlineData(4, "WRN-28-10 GraNet + Sup-tickets", "CIFAR-100 80 %", 81.42, 0.18)]
    [InlineData(5, "ResNet-50 C = 12", "CIFAR-100 95 %", 77.17, 0.42)]
    [InlineData(6, "Dense ensemble", "KL divergence", 0.086, null)]
    [InlineData(7, "VGG-16 SWA", "CIFAR-100 90 %", 72.77, 0.37)]
    [InlineData(8, "ResNet-50 large rate", "average", 10.37, null)]
    [InlineData(9, "SET", "CIFAR-10 90 %", 95.85, null)]
    [InlineData(10, "VGG-16 M = 9", "CIFAR-100 80 %", 74.00, 0.38)]
    [InlineData(11, "VGG-16 high", "spread", 4.60, null)]
    [InlineData(14, "GraNet + Sup-tickets, recomputed", "ImageNet 90 %", 74.560, null)]
    [InlineData(15, "ResNet-50 GraNet + Sup-tickets, recomputed", "CIFAR-100 80 %", 78.07, 0.32)]
    [InlineData(17, "ResNet-50 RigL prediction ensemble", "CIFAR-100 95 %", 77.66, 0.4)]
    [InlineData(18, "RigL prediction ensemble", "ImageNet 80 %", 76.022, null)]
    [InlineData(19, "SET + distillation", "CIFAR-100 80 %", 73.06, 0.02)]
    [InlineData(20, "RigL, p", "CIFAR-100 90 %", 1.4e-6, null)]
    [InlineData(21, "SWA, dense until averaging", "80 % training FLOPs", 0.93, null)]
    public void Cells_are_as_printed(int table, string row, string column, double mean, double? deviation)
    {
        PaperValue cell = PaperValues.Of(table).Single(value => value.Row == row && value.Column == column);
        Assert.Equal((mean, deviation), (cell.Mean, cell.Deviation));
    }

    // Of the 66 pairs of Tables 1, 2 and 9 Sup-tickets wins 63, says the paper's text; a slip of typing would show here.
    [Fact]
    public void Sup_tickets_win_63_of_66_as_the_paper_counts()
    {
        var pairs =
            from alone in PaperValues.All
            where alone is { Table: 1 or 2 or 9, System: "alone", Sparsity: > 0 }
            from superposed in PaperValues.Of(alone.Table)
            where superposed.System == "superposed" && superposed.Column == alone.Column && superposed.Method == alone.Method
            select (alone, superposed);
        Assert.Equal(66, pairs.Count());
        Assert.Equal(63, pairs.Count(pair => pair.superposed.Mean > pair.alone.Mean));
    }

    // The spread that Table 11 prints is the population standard deviation of the three tickets in its row.
    [Fact]
    public void The_spreads_of_table_11_follow_from_its_tickets()
    {
        foreach (var row in PaperValues.Of(11).GroupBy(value => value.Row))
        {
            double[] tickets = [.. row.Where(value => value is { System: "ticket", Quantity: "top1" }).Select(value => value.Mean)];
            double deviation = Math.Sqrt(tickets.Average(ticket => Math.Pow(ticket - tickets.Average(), 2)));
            Assert.Equal(3, tickets.Length);
            Assert.InRange(row.Single(value => value.Quantity == "spread").Mean, deviation - 0.02, deviation + 0.02);
        }
    }

    [Fact]
    public void Every_table_has_a_title_and_cells_with_known_words()
    {
        Assert.Equal(PaperValues.Tables, PaperValues.All.Select(value => value.Table).Distinct());
        Assert.All(PaperValues.Tables, table => Assert.NotEmpty(PaperValues.TitleOf(table)));
        Assert.All(PaperValues.All, value =>
        {
            Assert.Contains(value.Method, SparseMethods.All.Select(method => method.Name));
            Assert.True(RecipeTables.Names.IsModel(value.Model), value.Model);
            Assert.Contains(value.Data, new[] { "cifar10", "cifar100", "imagenet" });
            Assert.True(value.Quantity != "top1" || value.Mean is > 1 and < 100, value.ToString());
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => PaperValues.Of(12));
    }

    // The same result stands in several tables: what is printed twice must be the same here.
    [Fact]
    public void Table_4_repeats_the_main_tables()
    {
        foreach (PaperValue again in PaperValues.Of(4))
        {
            PaperValue main = PaperValues.All.Single(
                value => value is { Table: 1 or 2 or 9 }
                    && value.Model == again.Model
                    && value.Column == again.Column
                    && value.Method == again.Method
                    && value.System == again.System);
            Assert.Equal((main.Mean, main.Deviation), (again.Mean, again.Deviation));
        }
    }
}
