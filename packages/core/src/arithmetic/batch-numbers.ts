/** Whether the pods asked for lie between the goal of the batch before and the goal of the batch that ends. */
export function numbersFit(asked: number, previousGoal: number, goal: number): boolean {
  return asked >= Math.min(previousGoal, goal) && asked <= Math.max(previousGoal, goal);
}
