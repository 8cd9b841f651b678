using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// Pruning along the cubic schedule from one density to the final one, at updates ΔT steps apart (Zhu and Gupta, 2017). The official code
/// of GraNet stops one update before the final density; here one exact prune is added.
/// </summary>
internal static class GradualPruning
{
    /// <summary>Checks that pruning ends after its start and within the normal phase.</summary>
    internal static void Check(MethodPlan plan, SettingChecks checks, string path, double startEpoch, double endEpoch)
    {
        checks.Expect(
            $"{path}.endEpoch", endEpoch, endEpoch > startEpoch, FormattableString.Invariant($"above {path}.startEpoch, {startEpoch}"));
        if (plan.NormalEpochs < 1) return;
        checks.Expect($"{path}.endEpoch", endEpoch, endEpoch <= plan.NormalEpochs,
            $"at most the {Counted.Of(plan.NormalEpochs, "epoch")} of the normal phase, or the final sparsity is never reached");
    }

    /// <summary>Adds the pruning schedule to <paramref name="moving"/>, which says when updates are due and what else they do.</summary>
    /// <param name="method">Whose schedule it is.</param>
    /// <param name="run">The run it is made for.</param>
    /// <param name="moving">Without a budget yet.</param>
    /// <param name="start">Density before the first prune.</param>
    /// <param name="startEpoch">Epoch at which pruning starts.</param>
    /// <param name="endEpoch">Epoch at which the final density is reached.</param>
    /// <returns>The method, and the update, counted in ΔT, that reaches the final density.</returns>
    /// <exception cref="SettingException">No update falls between the two, or the last is never due.</exception>
    internal static (SparseMethod Method, long Last) Along(
        Method method, MethodContext run, SparseMethod moving, Density start, double startEpoch, double endEpoch)
    {
        string name = method.Name;
        long interval = method.UpdateInterval;
        long first = UpdateAt(startEpoch);
        long last = UpdateAt(endEpoch);
        if (last <= first || last < 1)
        {
            throw new SettingException(
            [
                new("method.updateInterval", $"{interval}",
                    $"at most {Math.Max(1, (long)((endEpoch - startEpoch) * run.Calendar.StepsPerEpoch))}, so that {name} prunes between "
                    + $"its start and end epochs, {startEpoch} and {endEpoch:0.##} of {Counted.Of(run.Calendar.StepsPerEpoch, "step")} "
                    + "each"),
            ]);
        }

        if (!moving.IsDue(last * interval))
        {
            throw new SettingException(
                [new(
                    "method.stopShare", $"{method.StopShare}",
                    $"enough of the normal phase for step {last * interval}, where {name} reaches its final density")]);
        }

        Density end = run.Target;
        Schedule density = Densities.Cubic(start.Value, end.Value, first, last);
        SparseMethod pruning = moving with
        {
            InitialDensity = start,
            IsDue = finished => finished >= startEpoch * run.Calendar.StepsPerEpoch && moving.IsDue(finished),
            Budget = (finished, positions) => finished / interval >= last
                ? end.CountOf(positions)
                : Density.FromValue(density(finished / interval)).CountOf(positions),
        };
        return (pruning, last);

        long UpdateAt(double epoch) => (long)(epoch * run.Calendar.StepsPerEpoch) / interval;
    }
}
