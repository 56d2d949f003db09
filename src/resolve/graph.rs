//! Walks over directed graphs, without recursion: a schema decides how deep they are.

/// The nodes in an order in which each comes after all it leads to; in a cycle, after all but one.
pub(super) fn dependencies_first(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(edges.len());
    walk(edges, |node| order.push(node), |_| ());
    order
}

/// A cycle for each edge that closes one in a walk in depth; the last node of a cycle leads to the first. No more than
/// a hundred, since their paths can be long.
pub(super) fn cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut cycles = Vec::new();
    walk(
        edges,
        |_| (),
        |path| {
            if cycles.len() < 100 {
                cycles.push(path.iter().map(|(node, _)| *node).collect());
            }
        },
    );
    cycles
}

/// A cycle for people: `a → b → a`. Of a long one, the middle is left out.
pub(super) fn shown(names: &[&str]) -> String {
    let first = names.first().into_iter();
    let all: Vec<&str> = match names {
        [a, b, c, .., y, z] if names.len() > 8 => vec![a, b, c, "…", y, z],
        _ => names.to_vec(),
    };
    all.iter().chain(first).copied().collect::<Vec<_>>().join(" → ")
}

/// Visits all nodes in depth; says when a node is done, and when an edge leads back into the path to it.
fn walk(
    edges: &[Vec<usize>],
    mut done: impl FnMut(usize),
    mut cycle: impl FnMut(&[(usize, usize)]),
) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut path: Vec<(usize, usize)> = Vec::new();
    for root in 0..edges.len() {
        if marks[root] != Mark::New {
            continue;
        }
        marks[root] = Mark::Open;
        path.push((root, 0));
        while let Some((node, next)) = path.last_mut() {
            let Some(&target) = edges[*node].get(*next) else {
                marks[*node] = Mark::Done;
                done(*node);
                path.pop();
                continue;
            };
            *next += 1;
            match marks[target] {
                Mark::New => {
                    marks[target] = Mark::Open;
                    path.push((target, 0));
                }
                Mark::Open => {
                    let from = path.iter().position(|(node, _)| *node == target).unwrap_or(0);
                    cycle(&path[from..]);
                }
                Mark::Done => {}
            }
        }
    }
}

/// The number of the strongly connected component of each node, and whether that component holds a cycle (Tarjan).
pub(super) fn components(edges: &[Vec<usize>]) -> (Vec<usize>, Vec<bool>) {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low) = (vec![UNSEEN; count], vec![0; count]);
    let (mut component, mut cyclic) = (vec![UNSEEN; count], Vec::new());
    let (mut stack, mut path, mut seen) = (Vec::new(), Vec::<(usize, usize)>::new(), 0);
    for root in 0..count {
        if index[root] != UNSEEN {
            continue;
        }
        path.push((root, 0));
        while let Some((node, next)) = path.last().copied() {
            if next == 0 {
                (index[node], low[node]) = (seen, seen);
                seen += 1;
                stack.push(node);
            }
            if let Some(&target) = edges[node].get(next) {
                if let Some(last) = path.last_mut() {
                    last.1 += 1;
                }
                if index[target] == UNSEEN {
                    path.push((target, 0));
                } else if component[target] == UNSEEN {
                    low[node] = low[node].min(index[target]);
                }
                continue;
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == index[node] {
                let mut size = 0;
                while let Some(member) = stack.pop() {
                    component[member] = cyclic.len();
                    size += 1;
                    if member == node {
                        break;
                    }
                }
                cyclic.push(size > 1 || edges[node].contains(&node));
            }
        }
    }
    (component, cyclic)
}

#[cfg(test)]
mod tests {
    use super::{components, cycles, dependencies_first};

    #[test]
    fn orders_and_finds_cycles() {
        let edges = vec![vec![1, 2], vec![3], vec![3], vec![], vec![5], vec![4, 0], vec![6]];
        assert_eq!(dependencies_first(&edges), [3, 1, 2, 0, 5, 4, 6]);
        assert_eq!(cycles(&edges), vec![vec![4, 5], vec![6]]);
        let (component, cyclic) = components(&edges);
        assert_eq!(component[4], component[5]);
        assert!(cyclic[component[4]] && cyclic[component[6]] && !cyclic[component[0]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<usize>> = (0..200_000).map(|n| vec![(n + 1) % 200_000]).collect();
        assert_eq!(cycles(&edges).len(), 1);
        assert!(components(&edges).1[0]);
    }
}
